import { BOUNDARY, derivedOf, granted, sids } from "../derived";

const ACCOUNT = "eu-west-2:111122223333";
const PATH = "/groundwork/acme/duet/";
const role = (name: string) => ({ name: `acme-duet-${name}`, path: PATH, permissions_boundary: BOUNDARY });
const arn = (name: string) => `arn:aws:iam::111122223333:role/groundwork/acme/duet/acme-duet-${name}`;
const environment = {
  compute_environment_name_prefix: "acme-duet-batch-",
  compute_resources: { instance_role: "${aws_iam_instance_profile.instance.arn}" },
};
const profile = { name: "acme-duet-instance", path: PATH, role: "${aws_iam_role.instance.name}" };

function derivedFor(more: object = {}, linked?: { serviceLinkedRoles: "create" | "reuse" }) {
  const resources = {
    aws_iam_role: { instance: role("instance") },
    aws_iam_instance_profile: { instance: profile },
    aws_batch_compute_environment: { batch: { ...environment, ...more } },
    aws_batch_job_queue: {
      queue: {
        name: "acme-duet-queue",
        compute_environment_order: [{ order: 1, compute_environment: "${aws_batch_compute_environment.batch.arn}" }],
      },
    },
  };
  return derivedOf(resources, {}, linked as never);
}

describe("environments and queues", () => {
  test("are known by their names, environments with the provider's suffix and the reason for it", () => {
    const derived = derivedFor();
    expect(granted(derived, "ManageEnvironmentsAndQueues").on).toEqual([
      `arn:aws:batch:${ACCOUNT}:compute-environment/acme-duet-batch-*`,
      `arn:aws:batch:${ACCOUNT}:job-queue/acme-duet-queue`,
    ]);
    expect(derived.apply.find(({ sid }) => sid === "ManageEnvironmentsAndQueues")?.because).toBe(
      "the provider ends the name with a suffix, so that an environment can be replaced while queues use it",
    );
  });

  test("pass each role to the service that takes it, and to no other", () => {
    const derived = derivedFor({
      service_role: "arn:aws:iam::111122223333:role/batch",
      compute_resources: { ...environment.compute_resources, spot_iam_fleet_role: arn("spot-fleet") },
    });
    expect(granted(derived, "PassRolesToInstances")).toMatchObject({
      on: [arn("instance")],
      if: ["iam:PassedToService StringEquals ec2.amazonaws.com"],
    });
    expect(granted(derived, "PassRolesToBatch")).toMatchObject({
      on: ["arn:aws:iam::111122223333:role/batch"],
      if: ["iam:PassedToService StringEquals batch.amazonaws.com"],
    });
    expect(granted(derived, "PassRolesToSpotFleets")).toMatchObject({
      on: [arn("spot-fleet")],
      if: ["iam:PassedToService StringEquals spotfleet.amazonaws.com"],
    });
  });

  test("let Batch into the account, where it works with its linked role and nobody else makes it", () => {
    expect(granted(derivedFor(), "LetServicesIn")).toEqual({
      phase: "apply",
      actions: ["iam:CreateServiceLinkedRole"],
      on: ["arn:aws:iam::111122223333:role/aws-service-role/batch.amazonaws.com/*"],
      if: ["iam:AWSServiceName StringEquals batch.amazonaws.com"],
    });
    const withRole = derivedFor({ service_role: "arn:aws:iam::111122223333:role/batch" });
    expect(sids(withRole.permissions)).not.toContain("apply LetServicesIn");
    expect(sids(derivedFor({}, { serviceLinkedRoles: "create" }).permissions)).not.toContain("apply LetServicesIn");
  });
});
