import type { Queue } from "../../../tools/smoke/batch-state";
import type { Seen } from "../../../tools/smoke/data-sources";
import type { QueueStatus } from "../../../tools/smoke/questions";
import { checkEnvironment, checkLosses, checkQueue, checkRoom } from "../../../tools/smoke/queue-checks";
import { ENVIRONMENT, line } from "./things";

const ARN = "arn:aws:batch:eu-west-2:111122223333:compute-environment";
const QUEUE: Queue = { name: "acme-duet-queue", environments: [`${ARN}/spot`, `${ARN}/on-demand`] };

function status(changed: Partial<QueueStatus> = {}): Seen<QueueStatus> {
  return { seen: { state: "ENABLED", status: "VALID", statusReason: "JobQueue Healthy", ...changed } };
}

describe("a queue", () => {
  test("that takes jobs and asks its environments in order is ok", () => {
    expect(checkQueue(QUEUE, QUEUE, status()).map(line)).toEqual([
      "ok: queue acme-duet-queue is ENABLED and VALID",
      "ok: queue acme-duet-queue asks the environments that it was deployed with, in their order",
    ]);
  });

  test.each([
    [
      "DISABLED",
      { state: "DISABLED" },
      "cause: queue acme-duet-queue is DISABLED: it takes no jobs → to enable it, deploy again",
    ],
    [
      "INVALID",
      { status: "INVALID", statusReason: "no environment" },
      "cause: queue acme-duet-queue is INVALID: no environment → wait until it is VALID, or correct the reason",
    ],
  ])("that is %s is a cause", (_, changed, expected) => {
    expect(checkQueue(QUEUE, QUEUE, status(changed)).map(line)[0]).toBe(expected);
  });

  test("that is gone is a cause, whoever noticed", () => {
    const gone = ["cause: queue acme-duet-queue is gone → deploy again"];
    expect(checkQueue(QUEUE, undefined, status()).map(line)).toEqual(gone);
    expect(checkQueue(QUEUE, QUEUE, { missing: true }).map(line)).toEqual(gone);
  });

  test("that these credentials may not read is neither ok nor a cause", () => {
    const [first] = checkQueue(QUEUE, QUEUE, { unseen: "these credentials may not call DescribeJobQueues" });
    expect(first).toMatchObject({ result: "unseen" });
  });

  test.each([
    [
      "the other way round",
      [...QUEUE.environments].reverse(),
      "asks on-demand, spot, and was deployed to ask spot, on-demand",
    ],
    ["without one of them", QUEUE.environments.slice(1), "asks on-demand, and was deployed to ask spot, on-demand"],
    ["no more", [], "has no environment"],
  ])("that asks its environments %s is a cause", (_, environments, expected) => {
    const [, order] = checkQueue(QUEUE, { ...QUEUE, environments }, status());
    expect(order).toMatchObject({ result: "cause" });
    expect(order?.says).toContain(expected);
  });
});

describe("an environment", () => {
  test("that is ENABLED and VALID is ok, whatever its reason says", () => {
    expect(checkEnvironment(ENVIRONMENT).result).toBe("ok");
  });

  test.each([
    [{ state: "DISABLED" }, "is DISABLED: it starts nothing → to enable it, deploy again"],
    [
      { status: "INVALID", statusReason: "CLIENT_ERROR - Not authorized to perform sts:AssumeRole" },
      "is INVALID: CLIENT_ERROR - Not authorized to perform sts:AssumeRole → correct the reason and deploy again",
    ],
    [{ status: "UPDATING", statusReason: "" }, "is UPDATING → wait until it is VALID"],
  ])("with %j is a cause", (changed, expected) => {
    expect(line(checkEnvironment({ ...ENVIRONMENT, ...changed }))).toBe(
      `cause: environment acme-duet-batch-2026 ${expected}`,
    );
  });

  test.each([
    ["ok", { desiredVcpus: 255, maxVcpus: 256 }],
    ["ok", { desiredVcpus: 0, maxVcpus: 1 }],
    ["cause", { desiredVcpus: 256, maxVcpus: 256 }],
    ["cause", { desiredVcpus: 320, maxVcpus: 256 }],
    ["cause", { desiredVcpus: 0, maxVcpus: 0 }],
  ])("has room or not: %s for %j", (expected, vcpus) => {
    expect(checkRoom({ ...ENVIRONMENT, ...vcpus }).result).toBe(expected);
  });
});

describe("what was deployed and is gone", () => {
  test("is a cause for each thing that jobs need", () => {
    const gone = ["aws_route.network_outside", "aws_iam_role_policy_attachment.instance_own"];
    expect(checkLosses(gone).map(line)).toEqual([
      "cause: aws_route.network_outside was deployed and is gone → deploy again",
      "cause: aws_iam_role_policy_attachment.instance_own was deployed and is gone → deploy again",
    ]);
  });

  test("is no cause where jobs start without it", () => {
    expect(checkLosses(["aws_s3_bucket_policy.data", "aws_ssm_parameter.bucket"]).map(line)).toEqual([
      "ok: roles, network and templates are there as they were deployed",
    ]);
  });
});
