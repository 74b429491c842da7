import { architectureOf, familyOf, hasGpu, whyBatchHasNoImage } from "../../modules/instance-type";

test.each([
  ["c6i.4xlarge", "c6i"],
  ["c6i", "c6i"],
  ["optimal", "optimal"],
])("%s is of family %s", (instanceType, family) => {
  expect(familyOf(instanceType)).toBe(family);
});

test.each([
  "t4g.medium",
  "c7gn.xlarge",
  "m6gd",
  "r8g",
  "x2gd",
  "im4gn",
  "is4gen.large",
  "hpc7g",
  "a1",
  "g5g",
  "p6e-gb200",
  "default_arm64",
])("%s is arm64", (instanceType) => expect(architectureOf(instanceType)).toBe("arm64"));

test.each([
  "t3.medium",
  "g6",
  "g6e.xlarge",
  "gr6",
  "c6i",
  "m7i-flex.large",
  "p6-b200",
  "u-6tb1",
  "optimal",
  "default_x86_64",
])("%s is x86_64", (instanceType) => expect(architectureOf(instanceType)).toBe("x86_64"));

test("instance types of the families p, g and gr have a GPU", () => {
  expect(["p5.48xlarge", "g5", "g4dn.xlarge", "gr6"].filter(hasGpu)).toHaveLength(4);
  expect(["t4g.medium", "c7g", "m6i", "optimal", "hpc7g", "inf2"].filter(hasGpu)).toEqual([]);
});

test.each([
  ["a1.large", "Amazon Linux 2023 does not run on A1"],
  ["p3dn.24xlarge", "the NVIDIA driver of Amazon Linux 2023 no longer supports its GPU"],
  ["g3s", "the NVIDIA driver of Amazon Linux 2023 no longer supports its GPU"],
  ["g4ad", "its GPU is not NVIDIA's, the only kind that Batch gives to jobs"],
  ["g5g.xlarge", "Batch has no image for a GPU beside an ARM processor"],
])("Batch has no image for %s: %s", (instanceType, reason) => {
  expect(whyBatchHasNoImage(instanceType)).toBe(reason);
});

test("Batch has images for NVIDIA beside x86, and for Graviton without a GPU", () => {
  expect(["g4dn", "g5.xlarge", "g6e", "p4d", "p5", "c7g", "optimal"].filter(whyBatchHasNoImage)).toEqual([]);
});
