import { stackJson, Variant } from "../../../tools/proof/variant";

/** Every variant of every stack, by its name. */
const VARIANTS = Variant.stacks()
  .flatMap((stack) => Variant.of(stack))
  .map((variant) => [`${variant.stack} ${variant.name}`, variant] as const);

describe.each(VARIANTS)("%s", (_, variant) => {
  test("makes a stack first, and another one when it is updated", () => {
    const [first, updated] = (["first", "updated"] as const).map((when) =>
      JSON.stringify(stackJson(variant.stack, variant.settings(when))),
    );
    expect(first).toContain('"resource"');
    expect(updated).not.toBe(first);
  });
});

test("ids that a run was given stand in the place of those in the file", () => {
  const variant = Variant.of("duet").find(({ name }) => name === "everything-existing");
  const network = variant?.settings("first", new Map([["vpc-0aaaaaaaaaaaaaaaa", "vpc-0e000000000000001"]])).network;
  expect(network).toMatchObject({
    vpc: "vpc-0aaaaaaaaaaaaaaaa",
    subnets: expect.arrayContaining(["subnet-0e000000000000001"]),
  });
});

test("null in an update takes a setting away", () => {
  const variant = Variant.of("duet").find(({ name }) => name === "everything-on");
  expect(variant?.settings("first").tags).toEqual({ owner: "genomics", "cost-centre": "42" });
  expect(variant?.settings("updated").tags).toEqual({ owner: "genomics", project: "atlas" });
});
