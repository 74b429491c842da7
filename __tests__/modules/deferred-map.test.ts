import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { attribute, type Condition, each, equal } from "../../modules/deferred";
import {
  anyThing,
  attributesByName,
  DeferredMap,
  eachThing,
  forEachThing,
  mapThings,
  namesOf,
  type Things,
  thingsWhere,
} from "../../modules/deferred-map";
import { synth } from "../synth";

interface Environment {
  readonly type: string;
}

const KNOWN: Things<Environment> = { spot: { type: "SPOT" }, "on-demand": { type: "EC2" } };

function deferred(stack: TerraformStack): Things<Environment> {
  const { value } = new TerraformVariable(stack, "environments", { type: "map(object({ type = string }))" });
  return new DeferredMap(value, (read) => ({ type: read("type") }));
}

const isSpot = ({ type }: Environment): Condition => equal(type, "SPOT");

/** One use of the things: what it is when they are known, and what it is written as when they are not. */
const EXAMPLES: Record<string, [make: (things: Things<Environment>) => unknown, known: unknown, expression: string]> = {
  "a text of each": [
    (things) =>
      each(
        eachThing(things, ({ type }, name) => `acme-${name} is ${type}`),
        (text) => text,
      ),
    ["acme-spot is SPOT", "acme-on-demand is EC2"],
    '${[for name, item in var.environments : "acme-${name} is ${item.type}"]}',
  ],
  "a text of each, by name": [
    (things) => mapThings(things, ({ type }) => type),
    { spot: "SPOT", "on-demand": "EC2" },
    "${{ for name, item in var.environments : name => item.type }}",
  ],
  "whether something holds for any": [
    (things) => anyThing(things, isSpot),
    true,
    '${anytrue([for item in values(var.environments) : (item.type == "SPOT")])}',
  ],
  "the names of those for which it holds": [
    (things) => each(namesOf(thingsWhere(things, isSpot)), (name) => name),
    ["spot"],
    '${keys({ for name, item in var.environments : name => item if (item.type == "SPOT") })}',
  ],
};

describe.each(Object.entries(EXAMPLES))("things by name: %s", (_what, [make, known, expression]) => {
  test("is a TypeScript value when they are known", () => {
    expect(make(KNOWN)).toEqual(known);
  });

  test("is an expression when they are not", () => {
    const { output } = synth((stack) => new TerraformOutput(stack, "it", { value: make(deferred(stack)) }));
    expect(output.it?.value).toBe(expression);
  });
});

describe("what is made of each thing", () => {
  const made = (things: (stack: TerraformStack) => Things<Environment>) =>
    synth((stack) => {
      forEachThing(things(stack), ({ thing, name, id, forEach }) => {
        const bucket = new S3Bucket(stack, id("data"), { bucket: `acme-${name}`, tags: { type: thing.type }, forEach });
        new TerraformOutput(stack, id("arn"), { value: attribute(bucket, "arn") });
        if (forEach) new TerraformOutput(stack, "arns", { value: attributesByName(bucket, "arn") });
      });
    });

  test("is made one by one, with its name in its address", () => {
    const { resource, output } = made(() => KNOWN);
    expect(resource.aws_s3_bucket).toEqual({
      spot_data: { bucket: "acme-spot", tags: { type: "SPOT" } },
      on_demand_data: { bucket: "acme-on-demand", tags: { type: "EC2" } },
    });
    expect(output.spot_arn?.value).toBe("${aws_s3_bucket.spot_data.arn}");
  });

  test("is made once for all of them where they are not known", () => {
    const { resource, output } = made(deferred);
    expect(resource.aws_s3_bucket).toEqual({
      data: {
        for_each: "${var.environments}",
        bucket: "acme-${each.key}",
        tags: { type: "${each.value.type}" },
      },
    });
    expect(output.arn?.value).toBe("${aws_s3_bucket.data[each.key].arn}");
    expect(output.arns?.value).toBe("${{ for name, made in aws_s3_bucket.data : name => made.arn }}");
  });

  const kinds = (things: (stack: TerraformStack) => Things<Environment>) =>
    synth((stack) => {
      forEachThing(things(stack), ({ name, id, forEach, where }) => {
        const group = where(isSpot, (some) => new S3Bucket(stack, id("spot-only"), { ...some, bucket: name }));
        new S3Bucket(stack, id("data"), { forEach, bucket: group ? attribute(group, "bucket") : "none" });
      });
    }).resource.aws_s3_bucket;

  test("is made of those for which a condition holds", () => {
    expect(kinds(() => KNOWN)).toEqual({
      spot_spot_only: { bucket: "spot" },
      spot_data: { bucket: "${aws_s3_bucket.spot_spot_only.bucket}" },
      on_demand_data: { bucket: "none" },
    });
    expect(kinds(deferred)).toEqual({
      spot_only: {
        for_each: '${{ for name, item in var.environments : name => item if (item.type == "SPOT") }}',
        bucket: "${each.key}",
      },
      data: { for_each: "${var.environments}", bucket: "${aws_s3_bucket.spot_only[each.key].bucket}" },
    });
  });

  test("has no attributes by name where it was made once", () => {
    synth((stack) => {
      const bucket = new S3Bucket(stack, "data", {});
      expect(() => attributesByName(bucket, "arn")).toThrow("'test/data' must be made with 'forEach'");
    });
  });
});
