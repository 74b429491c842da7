/** Processor architecture of an instance type. */
export type Architecture = "x86_64" | "arm64";

/** Families, and bundles of Batch, with ARM processors; Terraform's regular expressions understand it too. */
export const ARM = /^(a1|[a-z]+[0-9]+g[a-z]*(-.*)?|p6e-.*|default_arm64)$/;
/** Families with a GPU, and their sizes. */
export const GPU = /^(p|g|gr)[0-9]/;

/** The family of an instance type: `c6i` of `c6i.4xlarge`. A family, or a bundle of Batch (`optimal`), is its own. */
export function familyOf(instanceType: string): string {
  return instanceType.split(".")[0] ?? instanceType;
}

/**
 * The architecture of an instance type, a family or a bundle of Batch: the `g` behind the generation is Graviton's.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(instanceType: string): Architecture {
  return ARM.test(familyOf(instanceType)) ? "arm64" : "x86_64";
}

/** Whether an instance type or family has a GPU. */
export function hasGpu(instanceType: string): boolean {
  return GPU.test(familyOf(instanceType));
}

/** Families that none of the images runs on, or runs on without their GPU, and why. */
export const WITHOUT_IMAGE: readonly (readonly [RegExp, string])[] = [
  [/^a1$/, "Amazon Linux 2023 does not run on A1"],
  [/^(g[23]s?|p[23](dn)?)$/, "the NVIDIA driver of Amazon Linux 2023 no longer supports its GPU"],
  [/^g4ad$/, "its GPU is not NVIDIA's, the only kind that Batch gives to jobs"],
  [/^(g5g|p6e-.*)$/, "Batch has no image for a GPU beside an ARM processor"],
];

/**
 * Why Batch has no image for an instance type or family; nothing if it has one.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/gpu-jobs.html
 */
export function whyBatchHasNoImage(instanceType: string): string | undefined {
  return WITHOUT_IMAGE.find(([families]) => families.test(familyOf(instanceType)))?.[1];
}
