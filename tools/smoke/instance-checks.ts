import { isFargate } from "../../modules/allocation-strategy";
import { architectureOf, familyOf, hasGpu, whyBatchHasNoImage } from "../../modules/instance-type";
import type { Environment } from "./batch-state";
import type { Seen } from "./data-sources";
import { cause, DEPLOY_AGAIN, type Finding, ok, unseen } from "./finding";
import type { Offer } from "./questions";

/**
 * Whether an environment's image runs on its instance types and drives their GPUs.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html
 */
export function checkImages({ name, instanceTypes, imageTypes }: Environment): Finding {
  const types = instanceTypes.join(", ");
  const images = imageTypes.join(", ");
  const architectures = [...new Set(instanceTypes.map(architectureOf))];
  if (architectures.length > 1)
    return cause(`environment ${name} mixes ${architectures.join(" and ")}: ${types}`, "leave one architecture");
  for (const type of instanceTypes) {
    const reason = whyBatchHasNoImage(type);
    if (reason) return cause(`environment ${name} has ${type}: ${reason}`, "choose another type");
  }
  const withGpu = instanceTypes.filter(hasGpu);
  if (withGpu.length > 0 && imageTypes.length > 0 && !imageTypes.some((image) => image.endsWith("_NVIDIA")))
    return cause(
      `environment ${name} has GPUs (${withGpu.join(", ")}) that its image ${images} does not drive: jobs that ask for one wait`,
      "imageType: ECS_AL2023_NVIDIA",
    );
  return ok(`environment ${name} runs jobs for ${architectures[0]} on ${types}, with an image that fits`);
}

/** Bundles of Batch, which picks from them what a zone has. */
const BUNDLE = /^(optimal|default_\w+)$/;

/** Types and families to look for in the zones. */
export function namedTypes({ type, instanceTypes }: Environment): string[] {
  return isFargate(type) ? [] : instanceTypes.filter((instanceType) => !BUNDLE.test(instanceType));
}

/** Whether the zones of the subnets have the instance types. */
export function checkOffers(environment: Environment, offers: Seen<readonly Offer[]>): Finding {
  const { name } = environment;
  if (!("seen" in offers)) return unseen(`instance types of environment ${name}: ${why(offers)}`);
  const offered = (type: string) => offers.seen.some((offer) => offer.type === type || familyOf(offer.type) === type);
  const types = namedTypes(environment);
  const missing = types.filter((type) => !offered(type));
  const zones = "the zones of its subnets";
  // bundles are never missing
  if (missing.length > 0 && missing.length === environment.instanceTypes.length)
    return cause(
      `environment ${name} asks for ${missing.join(", ")}, which ${zones} do not have`,
      "choose other types, or subnets in other zones",
    );
  const left = types.filter((type) => !missing.includes(type)).join(", ") || "what Batch picks";
  return ok(
    `${zones.replace("its", `${name}'s`)} have ${left}${missing.length > 0 ? `, not ${missing.join(", ")}` : ""}`,
  );
}

/** Whether the template that instances are launched with is there. */
export function checkTemplate({ name, launchTemplate }: Environment, template: Seen<string>): Finding {
  if ("missing" in template)
    return cause(`launch template ${launchTemplate} of environment ${name} is gone`, DEPLOY_AGAIN);
  if (!("seen" in template)) return unseen(`launch template ${launchTemplate}: ${why(template)}`);
  return ok(`launch template ${template.seen} is there`);
}

/** A quota of vCPUs in Service Quotas. */
export interface Quota {
  readonly service: "ec2" | "fargate";
  readonly code: string;
  readonly says: string;
}

/** Quotas by the first letters of the family; everything else is a standard family. */
const QUOTAS: readonly (readonly [RegExp, string, onDemand: string, spot: string])[] = [
  [/^(g|gr|vt)\d/, "G and VT instances", "L-DB2E81BA", "L-3819A6DF"],
  [/^p\d/, "P instances", "L-417A185B", "L-7212CCBC"],
  [/^x\d/, "X instances", "L-7295265B", "L-E3A00192"],
  [/^f\d/, "F instances", "L-74FC7D96", "L-88CF9481"],
  [/^([acdhimrtz]|is|im)\d|^(optimal|default_\w+)$/, "standard instances", "L-1216C47A", "L-34B43A08"],
];

/**
 * The quotas that an environment's instances count against, each once.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-limits.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 */
export function quotasOf({ type, instanceTypes }: Environment): Quota[] {
  if (type === "FARGATE") return [{ service: "fargate", code: "L-3032A538", says: "Fargate" }];
  if (type === "FARGATE_SPOT") return [{ service: "fargate", code: "L-36FBB829", says: "Fargate Spot" }];
  const found = instanceTypes.flatMap((instanceType): [string, Quota][] => {
    const row = QUOTAS.find(([families]) => families.test(familyOf(instanceType)));
    if (!row) return [];
    const [, what, onDemand, spot] = row;
    const quota: Quota =
      type === "SPOT"
        ? { service: "ec2", code: spot, says: `${what} on Spot` }
        : { service: "ec2", code: onDemand, says: `${what} on demand` };
    return [[quota.code, quota]];
  });
  return [...new Map(found).values()];
}

/**
 * Whether the account's quota lets one instance start.
 *
 * @param smallest vCPUs of the smallest type that counts against it, as far as it is known
 */
export function checkQuota(
  { name, maxVcpus }: Environment,
  { says, code }: Quota,
  value: Seen<number>,
  smallest: number,
): Finding {
  const quota = `quota of ${says} (${code})`;
  if (!("seen" in value)) return unseen(`${quota}: ${why(value)}; Service Quotas in the console shows it`);
  const vcpus = `${value.seen} vCPUs`;
  if (value.seen < smallest)
    return cause(
      `${quota} is ${vcpus}, and the smallest instance of environment ${name} has ${smallest}`,
      "ask for more in Service Quotas; it takes minutes to days",
    );
  const least = value.seen < maxVcpus ? `, less than its maxVcpus of ${maxVcpus}` : "";
  return ok(`${quota} is ${vcpus}${least}; what else runs in the account counts against it and is not seen here`);
}

/** Whether a price is set that may keep Spot instances away. */
export function checkPrice({ name, type, bidPercentage }: Environment): Finding[] {
  if (type !== "SPOT" || bidPercentage === 0 || bidPercentage >= 100) return [];
  return [
    unseen(
      `environment ${name} pays at most ${bidPercentage} % of the on-demand price: jobs wait while Spot costs more`,
      "leave bidPercentage out",
    ),
  ];
}

/**
 * Whether there is a log group for jobs.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html
 */
export function checkLogGroup(name: string, groups: Seen<readonly string[]>): Finding {
  if (!("seen" in groups)) return unseen(`log group ${name}: ${why(groups)}`);
  if (groups.seen.includes(name)) return ok(`log group ${name} is there`);
  return ok(`log group ${name} is not there yet: Batch makes it with the first job`);
}

function why(it: { readonly missing: true } | { readonly unseen: string }): string {
  return "unseen" in it ? it.unseen : "AWS knows none";
}
