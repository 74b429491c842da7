import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { attribute, type Condition, DeferredList, each, equal, when } from "../../modules/deferred";
import {
  allTexts,
  anyThing,
  asThings,
  attributesByName,
  DeferredMap,
  eachThing,
  forEachOfTwoKinds,
  forEachThing,
  mapThings,
  nameOrFirst,
  namesOf,
  oneTextIf,
  othersThan,
  repeatThings,
  type Things,
  type Times,
  thingsNamed,
  thingsWhere,
  thingsWith,
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
const EXAMPLES: Record<string, [make: (things: Things<Environment>) => unknown, known: unknown, expression: unknown]> =
  {
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
    "a text of each, by a name that is made of it": [
      (things) =>
        mapThings(
          things,
          ({ type }) => type,
          (name) => `of/${name}`,
        ),
      { "of/spot": "SPOT", "of/on-demand": "EC2" },
      '${{ for name, item in var.environments : "of/${name}" => item.type }}',
    ],
    "texts by name, put together": [
      (things) =>
        allTexts(
          { all: "both" },
          mapThings(things, ({ type }) => type),
        ),
      { all: "both", spot: "SPOT", "on-demand": "EC2" },
      '${merge({"all" = "both"}, { for name, item in var.environments : name => item.type })}',
    ],
    "texts by name, as things": [
      (things) =>
        each(
          eachThing(asThings(mapThings(things, ({ type }) => type)), (type, name) => `${name} is ${type}`),
          (it) => it,
        ),
      ["spot is SPOT", "on-demand is EC2"],
      '${[for name, item in { for name, item in var.environments : name => item.type } : "${name} is ${item}"]}',
    ],
    "one text by its name, under a condition": [
      (things) => oneTextIf(anyThing(things, isSpot), "spare", "there is"),
      { spare: "there is" },
      '${anytrue([for item in values(var.environments) : (item.type == "SPOT")]) ? { ("spare") = "there is" } : {}}',
    ],
    "the things with other texts in a field": [
      (things) =>
        mapThings(
          thingsWith(things, ({ type }) => ({ type: `${type}!` })),
          ({ type }) => type,
        ),
      { spot: "SPOT!", "on-demand": "EC2!" },
      '${{ for name, item in { for name, item in var.environments : name => merge(item, {\ntype = "${item.type}!"\n}) } : name => item.type }}',
    ],
    "texts that are not a first one, each once with its place": [
      (things) =>
        mapThings(
          othersThan("SPOT", things, ({ type }) => type),
          ({ number }) => number,
        ),
      { EC2: "2" },
      '${{ for name, item in { for place, key in distinct(concat(["SPOT"], [for item in values(var.environments) : item.type])) : key => { number = place + 1, key = key } if place > 0 && key != null } : name => item.number }}',
    ],
    "a name that a thing has, or the first": [
      (things) => [nameOrFirst(things, "on-demand"), nameOrFirst(things, "other")],
      ["on-demand", "spot"],
      [
        '${contains(keys(var.environments), "on-demand") ? "on-demand" : keys(var.environments)[0]}',
        '${contains(keys(var.environments), "other") ? "other" : keys(var.environments)[0]}',
      ],
    ],
    "whether something holds for any": [
      (things) => anyThing(things, isSpot),
      true,
      '${anytrue([for item in values(var.environments) : (item.type == "SPOT")])}',
    ],
    "a text of each, with another one in a field": [
      (things) =>
        mapThings(
          thingsWith(things, ({ type }) => ({ type: `${type}-1` })),
          ({ type }) => type,
        ),
      { spot: "SPOT-1", "on-demand": "EC2-1" },
      '${{ for name, item in { for name, item in var.environments : name => merge(item, {\ntype = "${item.type}-1"\n}) } : name => item.type }}',
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
    expect(output.it?.value).toEqual(expression);
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

  test("is of one of two kinds, each made once where they are not known", () => {
    const kinds = (things: (stack: TerraformStack) => Things<Environment>) => {
      const { resource } = synth((stack) => {
        const make = (id: string) => (made: Times) => new S3Bucket(stack, id, { forEach: made.forEach });
        forEachOfTwoKinds(things(stack), isSpot, make("spare"), make("steady"));
      });
      return resource.aws_s3_bucket;
    };
    expect(Object.keys(kinds(() => KNOWN) ?? {})).toEqual(["spare", "steady"]);
    expect(kinds(deferred)?.steady?.for_each).toBe(
      '${{ for name, item in var.environments : name => item if !(item.type == "SPOT") }}',
    );
  });
});

describe("what is repeated for each thing", () => {
  const repeated = (things: Things<Environment>) =>
    repeatThings(things, "statement", (thing) => [
      { sid: `Use${thing.type}` },
      ...when(isSpot(thing), { sid: `Lose${thing.type}` }),
    ]);

  test("is an array where the things are known", () => {
    expect(repeated(KNOWN)).toEqual([{ sid: "UseSPOT" }, { sid: "LoseSPOT" }, { sid: "UseEC2" }]);
  });

  test("is a description each, for those things for which it stands, where they are not", () => {
    const { output } = synth((stack) => {
      const value = repeated(deferred(stack)).map(({ sid, forEach }) => [sid, forEach]);
      new TerraformOutput(stack, "it", { value });
    });
    expect(output.it?.value).toEqual([
      ["Use${statement.value.type}", "${values(var.environments)}"],
      ["Lose${statement.value.type}", '${[for item in values(var.environments) : item if (item.type == "SPOT")]}'],
    ]);
  });
});

test("texts that are not a first one keep their places where it is missing", () => {
  const keys: Things<string | undefined> = { a: "one", b: undefined, c: "one", d: "two" };
  expect(othersThan(undefined, keys, (key) => key)).toEqual({
    one: { key: "one", number: "2" },
    two: { key: "two", number: "3" },
  });
});

describe("things of some names", () => {
  test("are those that are there, in the order of the names", () => {
    expect(thingsNamed(KNOWN, ["on-demand", "other", "spot"])).toEqual([{ type: "EC2" }, { type: "SPOT" }]);
  });

  test("are read from the map by their names where nothing is known", () => {
    const { output } = synth((stack) => {
      const names = DeferredList.ofStrings(new TerraformVariable(stack, "names", { type: "list(string)" }).value);
      const found = thingsNamed(deferred(stack), names) as DeferredList<Environment>;
      new TerraformOutput(stack, "it", { value: found.itemOf(() => "each.key").type });
    });
    expect(output.it?.value).toBe('${var.environments["each.key"].type}');
  });

  test("must not be known by name where the things are not", () => {
    synth((stack) => {
      expect(() => thingsNamed(deferred(stack), ["spot"])).toThrow("must not be known either");
    });
  });
});
