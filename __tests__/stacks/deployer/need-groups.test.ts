import type { Arn } from "../../../modules/aws-environment";
import { equals, type Need } from "../../../stacks/deployer/need";
import { grouped } from "../../../stacks/deployer/need-groups";

const source = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html";
const queue = (name: string): Arn => `arn:aws:batch:eu-west-2:111122223333:job-queue/${name}`;
const environment = (name: string): Arn => `arn:aws:batch:eu-west-2:111122223333:compute-environment/${name}`;

function need(sid: string, actions: string[], resources: Arn[], more: Partial<Need> = {}): Need {
  return { phase: "apply", sid, actions: actions.map((name) => `batch:${name}`), resources, source, ...more } as Need;
}

const short = (needs: readonly Need[]) =>
  grouped(needs).map(({ statement: { sid, actions, resources } }) => [sid, actions, resources]);

describe("needs of the same purpose", () => {
  test("become one statement, sorted, whatever their order", () => {
    const needs = [
      need("Manage", ["DeleteJobQueue", "CreateJobQueue"], [queue("b")]),
      need("Manage", ["CreateJobQueue", "DeleteJobQueue"], [queue("a")]),
    ];
    const expected = [["Manage", ["batch:CreateJobQueue", "batch:DeleteJobQueue"], [queue("a"), queue("b")]]];
    expect(short(needs)).toEqual(expected);
    expect(short([...needs].reverse())).toEqual(expected);
  });

  test("stay apart where one would allow what nobody asks for", () => {
    const needs = [
      need("Manage", ["CreateJobQueue", "DeleteJobQueue"], [queue("a")]),
      need("Manage", ["CreateJobQueue"], [queue("b")]),
    ];
    expect(short(needs)).toEqual([
      ["Manage", ["batch:CreateJobQueue", "batch:DeleteJobQueue"], [queue("a")]],
      ["Manage2", ["batch:CreateJobQueue"], [queue("b")]],
    ]);
  });

  test("go together where an action does nothing to the other's resource", () => {
    const needs = [
      need("Manage", ["DeleteComputeEnvironment"], [environment("e")]),
      need("Manage", ["DeleteJobQueue"], [queue("a")]),
    ];
    expect(short(needs)).toEqual([
      ["Manage", ["batch:DeleteComputeEnvironment", "batch:DeleteJobQueue"], [environment("e"), queue("a")]],
    ]);
  });

  test("gather the values of their conditions", () => {
    const held = (value: string) => ({ conditions: [equals("aws:RequestTag/x", value)] });
    const [{ statement } = { statement: undefined }] = grouped([
      need("Manage", ["CreateJobQueue"], [queue("a")], held("2")),
      need("Manage", ["CreateJobQueue"], [queue("b")], held("1")),
    ]);
    expect(statement?.conditions).toEqual([{ test: "StringEquals", key: "aws:RequestTag/x", values: ["1", "2"] }]);
  });
});

test("phases and conditions keep needs apart", () => {
  const needs = [
    need("Manage", ["DeleteJobQueue"], [queue("a")], { phase: "destroy" }),
    need("Manage", ["CreateJobQueue"], [queue("a")]),
    need("Hold", ["CreateJobQueue"], [queue("b")], { conditions: [equals("aws:RequestTag/x", "1")] }),
  ];
  expect(grouped(needs).map(({ phase, statement }) => `${phase} ${statement.sid}`)).toEqual([
    "apply Hold",
    "apply Manage",
    "destroy Manage",
  ]);
});

test("a statement has every reason for its wildcards, and a Sid that no other of its phase has", () => {
  const because = (text: string) => ({ because: text });
  const held = { conditions: [equals("aws:RequestTag/x", "1")], ...because("by tag") };
  const found = grouped([
    need("Manage", ["CreateJobQueue"], [queue("a")]),
    need("Manage", ["CreateJobQueue"], [queue("b-*")], because("a suffix")),
    need("Manage", ["CreateJobQueue"], [queue("*")], held),
  ]);
  expect(found.map(({ statement }) => [statement.sid, statement.because])).toEqual([
    ["Manage", "by tag"],
    ["Manage2", "a suffix"],
  ]);
});

test("a need with conditions is left out where another of its phase has none", () => {
  const conditions = [equals("aws:RequestTag/x", "1")];
  const free = need("Free", ["CreateJobQueue", "DeleteJobQueue"], [queue("a")]);
  expect(short([free, need("Held", ["CreateJobQueue"], [queue("a")], { conditions })])).toHaveLength(1);
  expect(short([free, need("Held", ["UpdateJobQueue"], [queue("a")], { conditions })])).toHaveLength(2);
  expect(short([free, need("Held", ["CreateJobQueue"], [queue("a"), queue("b")], { conditions })])).toHaveLength(2);
});

test("a statement that would fill more than a policy becomes several, which say the same", () => {
  const queues = Array.from({ length: 150 }, (_, index) => queue(`acme-duet-${String(index).padStart(3, "0")}`));
  const found = short([need("Manage", ["CreateJobQueue"], queues)]);
  expect(found.length).toBeGreaterThan(1);
  expect(found.flatMap(([, , resources]) => resources)).toEqual(queues);
  expect(found.map(([sid]) => sid)).toEqual(["Manage", "Manage2", "Manage3", "Manage4"].slice(0, found.length));
});

test("an action is left out of a phase where an earlier one has it", () => {
  const read = need("Read", ["DescribeJobQueues"], [queue("a")], { phase: "plan" });
  const change = need("Change", ["DescribeJobQueues", "UpdateJobQueue"], [queue("a")]);
  expect(short([read, change]).at(-1)).toEqual(["Change", ["batch:UpdateJobQueue"], [queue("a")]]);
  expect(short([read, { ...change, phase: "administrator" }]).at(-1)?.[1]).toHaveLength(2);
});

describe("the reason why no run needs something", () => {
  const reason = (needs: Need[]) => grouped(needs)[0]?.unrecorded;

  test("is with the action, and with resources of which nothing else is needed", () => {
    expect(
      reason([
        need("Manage", ["CreateJobQueue"], [queue("a")]),
        need("Manage", ["UntagResource"], [queue("a")], { unrecorded: "day-2 operation" }),
      ]),
    ).toEqual({ "batch:UntagResource": "day-2 operation" });
    expect(reason([need("Manage", ["UntagResource"], [queue("a")], { unrecorded: "day-2 operation" })])).toEqual({
      "batch:UntagResource": "day-2 operation",
      [queue("a")]: "day-2 operation",
    });
  });

  test("is with each of the resources of which one is there", () => {
    const either = "path that is not known" as const;
    expect(reason([need("Read", ["DescribeJobQueues"], [queue("a"), queue("b")], { either })])).toEqual({
      [queue("a")]: either,
      [queue("b")]: either,
    });
  });

  test("is gone where another need of the same action has none", () => {
    expect(
      reason([
        need("Manage", ["TagResource"], [queue("a")]),
        need("Manage", ["TagResource"], [queue("b")], { unrecorded: "day-2 operation" }),
      ]),
    ).toEqual({ [queue("b")]: "day-2 operation" });
  });
});
