import type { StackResource } from "../../../tools/smoke/batch-state";
import {
  callsOfTheAgent,
  checkAgent,
  checkLinkedRole,
  checkProfile,
  checkTrust,
  decisionsIn,
} from "../../../tools/smoke/role-checks";
import { policiesOf, stackOf } from "../../../tools/stack-policies";
import { ENVIRONMENT, line } from "./things";

const EC2 = "ec2.amazonaws.com";

function role(...services: string[]) {
  const Principal = { Service: services };
  const trust = JSON.stringify({ Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal } });
  return { seen: { name: "acme-duet-instance", arn: "arn:aws:iam::111122223333:role/acme-duet-instance", trust } };
}

describe("an instance profile", () => {
  const NAME = "acme-duet-instance";

  test("with a role for EC2 is ok", () => {
    expect(line(checkProfile(NAME, { seen: NAME }, role("ecs-tasks.amazonaws.com", EC2), EC2))).toBe(
      "ok: role acme-duet-instance of instance profile acme-duet-instance is there, for ec2.amazonaws.com",
    );
  });

  test.each([
    ["that is gone", { missing: true as const }, { missing: true as const }, "is gone: instances cannot start"],
    ["without a role", { seen: "" }, { missing: true as const }, "has no role"],
    ["whose role is gone", { seen: NAME }, { missing: true as const }, "role acme-duet-instance of instance profile"],
    [
      "whose role is another service's",
      { seen: NAME },
      role("ecs-tasks.amazonaws.com"),
      "does not let ec2.amazonaws.com",
    ],
    ["whose role is EC2's of China", { seen: NAME }, role("ec2.amazonaws.com.cn"), "does not let ec2.amazonaws.com"],
  ])("%s is a cause", (_, profile, its, expected) => {
    const finding = checkProfile(NAME, profile, its, EC2);
    expect(finding.result).toBe("cause");
    expect(finding.says).toContain(expected);
  });
});

describe("the role of Batch or of a spot fleet", () => {
  test("that denies its service is a cause", () => {
    const trust = JSON.stringify({ Statement: [{ Effect: "Deny", Principal: { Service: "batch.amazonaws.com" } }] });
    const denied = { seen: { name: "service", arn: "", trust } };
    expect(checkTrust("Batch's role service", denied, "batch.amazonaws.com").result).toBe("cause");
    expect(checkTrust("Batch's role service", role("batch.amazonaws.com"), "batch.amazonaws.com").result).toBe("ok");
  });

  test("that AWS makes is told from one of a similar name", () => {
    expect(checkLinkedRole({ seen: ["AWSServiceRoleForBatch"] }).result).toBe("ok");
    expect(checkLinkedRole({ seen: ["AWSServiceRoleForBatchOther"] }).result).toBe("cause");
    expect(checkLinkedRole({ seen: [] }).todo).toContain("\naws iam create-service-linked-role");
    expect(checkLinkedRole({ unseen: "these credentials may not call ListRoles" }).result).toBe("unseen");
  });
});

describe("what the agent on an instance may do", () => {
  const ROLE = "acme-duet-instance";
  const CALLS = callsOfTheAgent(ENVIRONMENT);

  function resources(...policies: readonly object[]): StackResource[] {
    const resource = (type: string, values: Record<string, unknown>) => ({ address: `${type}.x`, type, values });
    return [
      resource("aws_iam_role", { name: ROLE }),
      ...policies.flatMap((policy, index) => [
        resource("aws_iam_policy", { arn: `policy-${index}`, policy: JSON.stringify(policy) }),
        resource("aws_iam_role_policy_attachment", { role: ROLE, policy_arn: `policy-${index}` }),
      ]),
    ];
  }

  function refused(...policies: readonly object[]): string[] | undefined {
    const decisions = decisionsIn(resources(...policies), ROLE, CALLS);
    return decisions?.filter(({ allowed }) => !allowed).map(({ action }) => action);
  }

  const ALL = { Statement: { Effect: "Allow", Action: ["ecs:*", "ecr:*", "logs:*"], Resource: "*" } };

  test("is all of it with the policy that duet gives it", () => {
    const instance = policiesOf(stackOf("duet", { bucket: { create: "acme-duet" } })).find(
      ({ title }) => title === "instance policy",
    );
    expect(refused(instance?.policy as object)).toEqual([]);
  });

  test("is all of it with wildcards, in any case of letters", () => {
    expect(refused(ALL)).toEqual([]);
    expect(refused({ Statement: [{ ...ALL.Statement, Action: "*" }] })).toEqual([]);
    expect(refused({ Statement: [{ ...ALL.Statement, Action: ["ECS:*", "ecr:Get*", "logs:?*"] }] })).toEqual([]);
  });

  test("is less where another environment's cluster is named, or nothing is attached", () => {
    const theirs = { Statement: [{ ...ALL.Statement, Resource: "arn:aws:ecs:*:*:cluster/AWSBatch-acme-slim-*" }] };
    expect(refused(theirs)).toEqual(CALLS.map(({ action }) => action));
    expect(refused()).toEqual(CALLS.map(({ action }) => action));
  });

  test("is less where something is denied", () => {
    expect(refused(ALL, { Statement: [{ Effect: "Deny", Action: "ecs:Poll", Resource: "*" }] })).toEqual(["ecs:Poll"]);
  });

  test("is not known of a role, or with a policy, that is not of the stack", () => {
    expect(decisionsIn([], ROLE, CALLS)).toBeUndefined();
    const [itself, , attachment] = resources(ALL);
    expect(decisionsIn([itself, attachment] as StackResource[], ROLE, CALLS)).toBeUndefined();
  });

  test("names the cluster that Batch makes with a role of one's own otherwise", () => {
    const own = { ...ENVIRONMENT, clusterArn: "", serviceRole: "arn:aws:iam::111122223333:role/acme-service" };
    const clusters = callsOfTheAgent({ ...own, clusterArn: "arn:aws:ecs:eu-west-2:111122223333:cluster/x" });
    expect(clusters[1]?.resource).toMatch(/^arn:aws:ecs:eu-west-2:111122223333:cluster\/acme-duet-batch-2026_Batch_/);
  });

  test("is a cause where it is refused, each action once", () => {
    const decisions = ["ecs:Poll", "ecs:Poll", "logs:PutLogEvents"].map((action) => ({ action, allowed: false }));
    expect(checkAgent("acme-duet-instance", { seen: decisions }).says).toContain(
      "may not ecs:Poll, logs:PutLogEvents:",
    );
    expect(checkAgent("acme-duet-instance", { seen: [{ action: "ecs:Poll", allowed: true }] }).result).toBe("ok");
    expect(checkAgent("ecs", { unseen: "these credentials may not call SimulatePrincipalPolicy" }).result).toBe(
      "unseen",
    );
  });
});
