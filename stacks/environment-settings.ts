import { z } from "zod";
import {
  ALLOCATION_STRATEGIES,
  type AllocationStrategy,
  type EnvironmentType,
  type InstanceEnvironmentType,
  isFargate,
} from "../modules/allocation-strategy";
import { batchInstanceType, roleArn } from "../modules/aws-rules";
import { architectureOf, hasGpu, whyBatchHasNoImage } from "../modules/instance-type";
import { choice, either, list, type Refuse, relating, section, text, whole } from "./settings-field";

const NO_MORE =
  "Batch creates no environment with Amazon Linux 2 since 2026-06-30: https://docs.aws.amazon.com/batch/latest/userguide/ecs-migration-2023.html";

/** A role that exists. */
export const existingRole = section({
  existing: text(roleArn).describe(
    "ARN of a role that exists; it is never changed: the policy that it needs is an output.",
  ),
});

/** What an environment is where the settings do not say. */
export interface EnvironmentDefaults<T extends EnvironmentType = EnvironmentType> {
  readonly type: T;
  readonly maxVcpus: number;
}

/** How much capacity an environment has, and of what kind; what is left out depends on the type, so nothing is filled in here. */
export function capacity<const T extends readonly [EnvironmentType, ...EnvironmentType[]]>(
  types: T,
  { type, maxVcpus }: EnvironmentDefaults<T[number]>,
) {
  return {
    type: choice(types)
      .optional()
      .meta({ default: type })
      .describe(
        types.some(isFargate)
          ? "SPOT: spare instances, cheaper, may be interrupted. EC2: instances on demand. FARGATE, FARGATE_SPOT: containers without instances of your own, and without anything that is said of instances."
          : "SPOT: spare capacity, cheaper, may be interrupted. EC2: on demand, needed for multi-node jobs.",
      ),
    minVcpus: whole(0, 100_000).optional().meta({ default: 0 }).describe("vCPUs that are kept running, jobs or not."),
    maxVcpus: whole(1, 100_000)
      .optional()
      .meta({ default: maxVcpus })
      .describe("vCPUs at most; Batch may exceed them by one instance."),
    instanceTypes: list(text(batchInstanceType), "instance types")
      .optional()
      .meta({ default: ["optimal"] })
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
      .describe(
        "Image of the instances. Default: ECS_AL2023_NVIDIA where an instance type has a GPU, else ECS_AL2023.",
      ),
    serviceRole: either("{ create: true } or { existing: <role ARN> }", [
      section({ create: z.literal(true, { error: "true" }).describe("A service role is created.") }),
      existingRole,
    ])
      .optional()
      .describe(
        "Role that Batch itself works with. Default: its service-linked role, which alone allows updates in place.",
      ),
  };
}

type Fields = z.ZodObject<ReturnType<typeof capacity<readonly [EnvironmentType, ...EnvironmentType[]]>>>;

/** What the settings say of an environment, before anything is filled in. */
export type GivenCapacity = z.output<Fields>;

/** What AWS refuses in an environment, in the words of the settings. */
export function checkingCapacity<T extends z.ZodObject>(shape: T, defaults: EnvironmentDefaults): T {
  const checks: [readonly (keyof GivenCapacity)[], (given: GivenCapacity, refuse: Refuse) => void][] = [
    [["minVcpus", "maxVcpus"], checkVcpus],
    [["type", "allocationStrategy", "bidPercentage"], checkAllocation],
    [["instanceTypes", "imageType"], checkImages],
    [["type", ...FOR_INSTANCES], checkFargate],
  ];
  return checks.reduce<T>(
    (schema, [names, check]) =>
      relating(schema, names as never, (given, refuse) => {
        const { type = defaults.type, maxVcpus = defaults.maxVcpus, ...rest } = given as GivenCapacity;
        check({ ...rest, type, maxVcpus }, refuse);
      }),
    shape,
  );
}

/** What Fargate takes no value for. */
const FOR_INSTANCES = ["minVcpus", "instanceTypes", "allocationStrategy", "bidPercentage", "imageType"] as const;

/** @see https://docs.aws.amazon.com/batch/latest/userguide/fargate-compute-environments.html */
function checkFargate({ type = "SPOT", ...given }: GivenCapacity, refuse: Refuse): void {
  if (!isFargate(type)) return;
  for (const name of FOR_INSTANCES)
    if (given[name] !== undefined)
      refuse([name], `nothing for type ${type}`, "Fargate has no instances of yours: leave it out, or use SPOT or EC2");
}

function checkAllocation({ type = "SPOT", allocationStrategy, bidPercentage }: GivenCapacity, refuse: Refuse): void {
  if (isFargate(type)) return;
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
function checkImages({ instanceTypes = ["optimal"], imageType }: GivenCapacity, refuse: Refuse): void {
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

function checkVcpus({ minVcpus = 0, maxVcpus = 1 }: GivenCapacity, refuse: Refuse): void {
  if (minVcpus > maxVcpus) refuse(["minVcpus"], `at most maxVcpus, which is ${maxVcpus}`);
}

/** Capacity with every default filled in. */
export interface InstanceCapacity {
  readonly type: InstanceEnvironmentType;
  readonly minVcpus: number;
  readonly maxVcpus: number;
  readonly instanceTypes: readonly string[];
  readonly allocationStrategy: AllocationStrategy;
  readonly bidPercentage?: number | undefined;
  readonly imageType: "ECS_AL2023" | "ECS_AL2023_NVIDIA";
}

/** What Fargate has of it. */
export interface FargateCapacity {
  readonly type: "FARGATE" | "FARGATE_SPOT";
  readonly maxVcpus: number;
}

/** The defaults of an environment with instances. */
export function instanceCapacity(
  given: GivenCapacity,
  defaults: EnvironmentDefaults<InstanceEnvironmentType>,
): InstanceCapacity {
  const { minVcpus = 0, maxVcpus = defaults.maxVcpus, instanceTypes = ["optimal"], bidPercentage } = given;
  const type = given.type === undefined || isFargate(given.type) ? defaults.type : given.type;
  const { allocationStrategy = ALLOCATION_STRATEGIES[type][0] } = given;
  const { imageType = instanceTypes.some(hasGpu) ? "ECS_AL2023_NVIDIA" : "ECS_AL2023" } = given;
  return { type, minVcpus, maxVcpus, instanceTypes, allocationStrategy, bidPercentage, imageType };
}

const TYPES = ["SPOT", "EC2", "FARGATE", "FARGATE_SPOT"] as const;

/** One of several environments of a system, of any type. */
export function environmentSettings(defaults: EnvironmentDefaults<InstanceEnvironmentType>) {
  return checkingCapacity(section(capacity(TYPES, defaults)), defaults).transform(
    ({ serviceRole, ...given }): EnvironmentSettings => {
      const { type = defaults.type, maxVcpus = defaults.maxVcpus } = given;
      return { serviceRole, ...(isFargate(type) ? { type, maxVcpus } : instanceCapacity(given, defaults)) };
    },
  );
}

/** Settings of an environment, complete. */
export type EnvironmentSettings = (InstanceCapacity | FargateCapacity) & Pick<GivenCapacity, "serviceRole">;
