import { parseSettings, settingsSchema } from "../../../stacks/settings";
import { submissionOf } from "../../../tools/smoke/submission";

const SYSTEMS = Object.keys(settingsSchema.shape.systems.shape);

function settings(systems: object) {
  const yaml = { name: "acme", account: "111122223333", region: "eu-west-2", network: "create", systems };
  return parseSettings(JSON.stringify(yaml), "groundwork.yaml");
}

const LEAST: Record<string, object> = {
  duet: { bucket: { create: "acme-duet" } },
  "genomics-workflows": { bucket: { create: "acme-genomics" } },
};

describe("jobs of a system", () => {
  test.each(SYSTEMS)("%s are sent to a queue, or there is a sentence that says why not", (system) => {
    const submission = submissionOf(system, settings({ [system]: LEAST[system] ?? {} }));
    expect(submission).toBeDefined();
    if (typeof submission === "object") expect(submission.queues.length).toBeGreaterThan(0);
  });

  test("that the settings do not name are not sent", () => {
    expect(submissionOf("slim", settings({ duet: LEAST.duet }))).toBeUndefined();
  });

  test("go to the first queue of the settings, and the usual ones come first", () => {
    const queues = { "a-first": { environments: ["spot"] } };
    const workflows = settings({ "genomics-workflows": { ...LEAST["genomics-workflows"], queues } });
    expect(submissionOf("genomics-workflows", workflows)).toMatchObject({ queues: ["default", "priority", "a-first"] });
    const slim = submissionOf("slim", settings({ slim: {} }));
    expect(typeof slim === "object" && slim.queues[0]).toBe("m4-spot");
  });

  test("may be sent by those whom the outputs name, and by nobody else", () => {
    const slim = submissionOf("slim", settings({ slim: {} }));
    if (typeof slim !== "object") throw new Error("slim must take jobs");
    expect(slim.who({})).toEqual([]);
    expect(slim.who({ user_group_name: "acme-slim-users" })).toEqual(["Members of group acme-slim-users may send it."]);
  });
});
