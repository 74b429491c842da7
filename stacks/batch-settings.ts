import { z } from "zod";
import { ALLOCATION_STRATEGIES } from "../modules/allocation-strategy";
import { batchInstanceType, instanceProfile, roleArn } from "../modules/aws-rules";
import { architectureOf, hasGpu, whyBatchHasNoImage } from "../modules/instance-type";
import { kmsKey } from "./bucket-settings";
import { choice, either, list, type Refuse, relating, section, text, whole } from "./settings-field";

const NO_MORE =
  "Batch creates no environment with Amazon Linux 2 since 2026-06-30: https://docs.aws.amazon.com/batch/latest/userguide/ecs-migration-2023.html";

/** An instance profile that exists, with the role that is in it. */
export const existingInstanceProfile = section({
  existing: text(instanceProfile).describe(
    "Name or ARN of an instance profile that exists; its role is never changed.",
  ),
});

/** A role that exists. */
export const existingRole = section({
  existing: text(roleArn).describe(
    "ARN of a role that exists; it is never changed: the policy that it needs is an output.",
  ),
});

/** Refuses a role beside a profile, which brings its own. */
export function checkInstanceRole(
  { instanceRole, instanceProfile }: { instanceRole?: unknown; instanceProfile?: unknown },
  refuse: Refuse,
): void {
  if (instanceRole && instanceProfile)
    refuse(
      ["instanceRole"],
      "nothing beside instanceProfile",
      "an instance profile brings its role: name one of the two",
    );
}

const shape = section({
  type: choice(["SPOT", "EC2"])
    .default("SPOT")
    .describe("SPOT: spare capacity, cheaper, may be interrupted. EC2: on demand, needed for multi-node jobs."),
  minVcpus: whole(0, 100_000).default(0).describe("vCPUs that are kept running, jobs or not."),
  maxVcpus: whole(1, 100_000).default(256).describe("vCPUs at most; Batch may exceed them by one instance."),
  instanceTypes: list(text(batchInstanceType), "instance types")
    .default(["optimal"])
    .describe("Instance types, families, or a bundle of Batch (optimal, default_arm64); all of one architecture."),
  allocationStrategy: choice(ALLOCATION_STRATEGIES.SPOT)
    .optional()
    .describe(
      "How Batch picks instances. Default: SPOT_PRICE_CAPACITY_OPTIMIZED for SPOT, BEST_FIT_PROGRESSIVE for EC2. A change replaces an environment with BEST_FIT or SPOT_PRICE_CAPACITY_OPTIMIZED, and updates the others in place.",
    ),
  bidPercentage: whole(1, 100)
    .optional()
    .describe("SPOT only: most of the on-demand price that is paid, in percent. AWS recommends to leave it out."),
  imageType: choice(["ECS_AL2023", "ECS_AL2023_NVIDIA"], {
    ECS_AL1: NO_MORE,
    ECS_AL2: NO_MORE,
    ECS_AL2_NVIDIA: NO_MORE,
  })
    .optional()
    .describe("Image of the instances. Default: ECS_AL2023_NVIDIA where an instance type has a GPU, else ECS_AL2023."),
  volumeGiB: whole(30, 16_384)
    .default(500)
    .describe("Size of an instance's volume; the jobs of one instance share it."),
  volumeKmsKey: kmsKey("the volumes"),
  serviceRole: either("{ create: true } or { existing: <role ARN> }", [
    section({ create: z.literal(true, { error: "true" }).describe("A service role is created.") }),
    existingRole,
  ])
    .optional()
    .describe(
      "Role that Batch itself works with. Default: its service-linked role, which alone allows updates in place.",
    ),
  instanceRole: existingRole.optional().describe("Role of the instances that exists already. Default: one is created."),
  instanceProfile: existingInstanceProfile
    .optional()
    .describe("Instance profile of the instances that exists already. Default: one is created."),
});

type Batch = z.output<typeof shape>;

function checkAllocation(
  { type, allocationStrategy, bidPercentage }: Partial<Batch> & Pick<Batch, "type">,
  refuse: Refuse,
) {
  const strategies: readonly string[] = ALLOCATION_STRATEGIES[type];
  if (allocationStrategy && !strategies.includes(allocationStrategy))
    refuse(["allocationStrategy"], strategies.join(" or "), `type ${type} has no ${allocationStrategy}`);
  if (bidPercentage !== undefined && type !== "SPOT")
    refuse(
      ["bidPercentage"],
      "nothing for type EC2",
      "a share of the on-demand price is paid for SPOT only: leave it out",
    );
}

/**
 * Instance types must share one architecture, and an image must exist that runs on them and drives their GPUs.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html
 */
function checkImages({ instanceTypes, imageType }: Pick<Batch, "instanceTypes" | "imageType">, refuse: Refuse): void {
  const [first = ""] = instanceTypes;
  const architecture = architectureOf(first);
  instanceTypes.forEach((instanceType, index) => {
    const reason = whyBatchHasNoImage(instanceType);
    if (reason) refuse(["instanceTypes", index], "instance types that Batch has an image for", reason);
    else if (architectureOf(instanceType) !== architecture)
      refuse(
        ["instanceTypes", index],
        "instance types of one architecture",
        `${first} is ${architecture}, ${instanceType} is ${architectureOf(instanceType)}`,
      );
  });
  const withGpu = instanceTypes.find(hasGpu);
  if (imageType === "ECS_AL2023" && withGpu)
    refuse(
      ["imageType"],
      "ECS_AL2023_NVIDIA, or nothing",
      `${withGpu} has a GPU, which jobs do not see with ECS_AL2023`,
    );
  if (imageType === "ECS_AL2023_NVIDIA" && !withGpu)
    refuse(["imageType"], "ECS_AL2023, or nothing", "none of the instance types has a GPU");
}

function checkVcpus({ minVcpus, maxVcpus }: Pick<Batch, "minVcpus" | "maxVcpus">, refuse: Refuse): void {
  if (minVcpus > maxVcpus) refuse(["minVcpus"], `at most maxVcpus, which is ${maxVcpus}`);
}

const checked = [
  (it: typeof shape) => relating(it, ["minVcpus", "maxVcpus"], checkVcpus),
  (it: typeof shape) => relating(it, ["type", "allocationStrategy", "bidPercentage"], checkAllocation),
  (it: typeof shape) => relating(it, ["instanceTypes", "imageType"], checkImages),
  (it: typeof shape) => relating(it, ["instanceRole", "instanceProfile"], checkInstanceRole),
].reduce((it, check) => check(it), shape);

/** Where jobs run: a compute environment of AWS Batch. */
export const batchSettings = checked
  .transform((batch) => ({
    ...batch,
    allocationStrategy: batch.allocationStrategy ?? ALLOCATION_STRATEGIES[batch.type][0],
    imageType:
      batch.imageType ?? (batch.instanceTypes.some(hasGpu) ? ("ECS_AL2023_NVIDIA" as const) : ("ECS_AL2023" as const)),
  }))
  .prefault({})
  .describe("Where jobs run: instances that start when jobs wait and stop when none do.");
