import type { Environment } from "../../../tools/smoke/batch-state";
import {
  checkImages,
  checkLogGroup,
  checkOffers,
  checkPrice,
  checkQuota,
  checkTemplate,
  quotasOf,
} from "../../../tools/smoke/instance-checks";
import { ENVIRONMENT, line } from "./things";

function environment(changed: Partial<Environment>): Environment {
  return { ...ENVIRONMENT, ...changed };
}

describe("the image of an environment", () => {
  test.each([
    ["ok", ["c6i", "m6i.large"], ["ECS_AL2023"]],
    ["ok", ["c7g", "default_arm64"], ["ECS_AL2023"]],
    ["ok", ["g5"], ["ECS_AL2023_NVIDIA"]],
    ["ok", ["g5"], []],
    ["cause", ["g5"], ["ECS_AL2023"]],
    ["cause", ["c6i", "g5.xlarge"], ["ECS_AL2023"]],
    ["cause", ["c6i", "c7g"], ["ECS_AL2023"]],
    ["cause", ["optimal", "c7g"], ["ECS_AL2023"]],
    ["cause", ["a1"], ["ECS_AL2023"]],
  ])("is %s for %j with %j", (expected, instanceTypes, imageTypes) => {
    expect(checkImages(environment({ instanceTypes, imageTypes })).result).toBe(expected);
  });
});

describe("the zones of an environment", () => {
  const C6I = { type: "c6i.large", zone: "eu-west-2a" };

  test.each([
    ["ok", ["c6i"], [C6I]],
    ["ok", ["c6i.large"], [C6I]],
    ["ok", ["c6i", "r8i"], [C6I]],
    ["ok", ["optimal", "r8i"], [C6I]],
    ["cause", ["c6i.metal"], [C6I]],
    ["cause", ["c6"], [C6I]],
    ["cause", ["r8i"], []],
  ])("are %s for %j where they have %j", (expected, instanceTypes, offers) => {
    expect(checkOffers(environment({ instanceTypes }), { seen: offers }).result).toBe(expected);
  });

  test("name the types that they do not have", () => {
    expect(line(checkOffers(environment({ instanceTypes: ["c6i", "r8i"] }), { seen: [C6I] }))).toBe(
      "ok: the zones of acme-duet-batch-2026's subnets have c6i, not r8i",
    );
  });
});

describe("a launch template", () => {
  test("that is there is ok, and a cause once it is gone", () => {
    expect(line(checkTemplate(ENVIRONMENT, { seen: "acme-duet-batch" }))).toBe(
      "ok: launch template acme-duet-batch is there",
    );
    expect(line(checkTemplate(ENVIRONMENT, { missing: true }))).toBe(
      "cause: launch template lt-1 of environment acme-duet-batch-2026 is gone → deploy again",
    );
  });
});

describe("a quota of vCPUs", () => {
  test.each([
    ["SPOT", ["optimal", "c6i", "m5.large"], ["L-34B43A08"]],
    ["EC2", ["r5.24xlarge"], ["L-1216C47A"]],
    ["EC2", ["g5", "gr6"], ["L-DB2E81BA"]],
    ["SPOT", ["p4d", "c6i"], ["L-7212CCBC", "L-34B43A08"]],
    ["FARGATE", [], ["L-3032A538"]],
    ["FARGATE_SPOT", [], ["L-36FBB829"]],
    ["EC2", ["inf2"], []],
  ] as const)("of type %s with %j is %j", (type, instanceTypes, expected) => {
    expect(quotasOf(environment({ type, instanceTypes })).map(({ code }) => code)).toEqual(expected);
  });

  const [quota] = quotasOf(ENVIRONMENT);
  if (!quota) throw new Error("an environment on Spot must have a quota");

  test.each([
    ["cause", 5, 96],
    ["ok", 96, 96],
    ["ok", 5, 2],
    ["cause", 0, 2],
  ])("is %s with %i for an instance of %i", (expected, value, smallest) => {
    expect(checkQuota(ENVIRONMENT, quota, { seen: value }, smallest).result).toBe(expected);
  });

  test("says when it is less than the environment may have, and what is not seen", () => {
    expect(checkQuota(ENVIRONMENT, quota, { seen: 128 }, 2).says).toBe(
      "quota of standard instances on Spot (L-34B43A08) is 128 vCPUs, less than its maxVcpus of 256; what else runs in the account counts against it and is not seen here",
    );
    expect(checkQuota(ENVIRONMENT, quota, { seen: 256 }, 2).says).not.toContain("less than");
  });

  test("that may not be read says so, and where it stands", () => {
    expect(line(checkQuota(ENVIRONMENT, quota, { unseen: "these credentials may not call GetServiceQuota" }, 2))).toBe(
      "unseen: quota of standard instances on Spot (L-34B43A08): these credentials may not call GetServiceQuota; Service Quotas in the console shows it",
    );
  });
});

describe("a price limit", () => {
  test.each([
    ["SPOT", 60, 1],
    ["SPOT", 100, 0],
    ["SPOT", 0, 0],
    ["EC2", 60, 0],
  ] as const)("of %s at %i %% is mentioned %i times", (type, bidPercentage, times) => {
    expect(checkPrice(environment({ type, bidPercentage }))).toHaveLength(times);
  });
});

describe("the log group of jobs", () => {
  test("may come with the first job; another one of similar name is not it", () => {
    const group = "/aws/batch/job";
    expect(line(checkLogGroup(group, { seen: [group] }))).toBe("ok: log group /aws/batch/job is there");
    expect(line(checkLogGroup(group, { seen: ["/aws/batch/job-other"] }))).toContain("is not there yet");
    expect(checkLogGroup(group, { unseen: "no" }).result).toBe("unseen");
  });
});
