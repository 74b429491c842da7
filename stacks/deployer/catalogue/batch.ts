import type { Arn } from "../../../modules/aws-environment";
import type { ConfiguredResource } from "../configured-resource";
import { type Catalogue, type Need, needsOf, on, onAnything, type StackPlace, type Target } from "../need";
import { passRole, rolesOfProfile, roleTarget } from "./iam-names";
import { linkedRole } from "./linked-role";

const need = needsOf("batch", "https://docs.aws.amazon.com/service-authorization/latest/reference/list_batch.html");

const MANAGE = "ManageEnvironmentsAndQueues";

const describe = onAnything("Batch's Describe actions take no resource");

/** Environments and queues: the jobs in them are data of nobody's, and end with them. */
export const BATCH: Catalogue = {
  aws_batch_compute_environment: (environment, place) => {
    const target = environmentTarget(environment, place);
    return [
      need("plan", "DescribeEnvironmentsAndQueues", "DescribeComputeEnvironments", describe),
      need("apply", MANAGE, "CreateComputeEnvironment UpdateComputeEnvironment DeleteComputeEnvironment", target),
      need("apply", MANAGE, "TagResource", target),
      need("apply", MANAGE, "UntagResource", target, "day-2 operation"),
      ...passedRoles(environment, place),
      // without a service role Batch takes its linked one, which lets the other services in by itself
      ...(environment.has("service_role") ? [] : linkedRole(place, "batch")),
    ];
  },

  aws_batch_job_queue: (queue, place) => {
    const target = on(place.aws.arn("batch", `job-queue/${queue.named("name")}`));
    const environments = queue
      .all("compute_environment_order.compute_environment")
      .map((each) => (typeof each === "string" ? on(each as Arn) : environmentTarget(each, place)));
    return [
      need("plan", "DescribeEnvironmentsAndQueues", "DescribeJobQueues", describe),
      need("apply", MANAGE, "CreateJobQueue UpdateJobQueue DeleteJobQueue TagResource", target),
      need("apply", MANAGE, "UntagResource", target, "day-2 operation"),
      ...environments.map((each) => need("apply", MANAGE, "CreateJobQueue UpdateJobQueue", each)),
    ];
  },
};

function environmentTarget(environment: ConfiguredResource, { aws }: StackPlace): Target {
  const prefix = environment.named("compute_environment_name_prefix");
  return {
    resources: [aws.arn("batch", `compute-environment/${prefix}*`)],
    because: "the provider ends the name with a suffix, so that an environment can be replaced while queues use it",
  };
}

/**
 * The roles that an environment is made with, each for the service that takes it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_batch.html
 */
function passedRoles(environment: ConfiguredResource, place: StackPlace): Need[] {
  const given = (path: string) => environment.all(path).map((role) => roleTarget(role, place));
  return [
    ...environment
      .all("compute_resources.instance_role")
      .flatMap((profile) => rolesOfProfile(profile, place))
      .map((role) => passRole("ec2", place, role)),
    ...given("service_role").map((role) => passRole("batch", place, role)),
    ...given("compute_resources.spot_iam_fleet_role").map((role) => passRole("spotfleet", place, role)),
  ];
}
