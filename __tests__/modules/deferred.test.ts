import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { TerraformOutput } from "cdktf";
import {
  addDynamic,
  attribute,
  type Condition,
  each,
  isDeferred,
  type List,
  onlyIf,
  type Repeated,
  repeat,
  split,
  when,
} from "../../modules/deferred";
import { attributes, perhaps } from "../../modules/deferred-text";
import { thingForEach } from "../../modules/deferred-things";
import { only, synth, type TerraformJson } from "../synth";
import { EXAMPLES, KNOWN, type Values, variables } from "./deferred-examples";
import { ITEMS_EXAMPLES } from "./deferred-items-examples";
import { TEXT_EXAMPLES } from "./deferred-text-examples";

describe.each(Object.entries({ ...EXAMPLES, ...TEXT_EXAMPLES, ...ITEMS_EXAMPLES }))(
  "%s",
  (_name, { made, known, expression }) => {
    test("is a TypeScript value when it is known", () => {
      expect(made(KNOWN)).toEqual(known);
    });

    test("is an expression when it is not", () => {
      const { output } = synth((stack) => new TerraformOutput(stack, "it", { value: made(variables(stack)) }));
      expect(output.it?.value).toEqual(expression);
    });
  },
);

test.each(Object.entries(KNOWN))("a value that is known is not deferred: %s", (_name, value) => {
  expect(isDeferred(value)).toBe(false);
});

test("a variable is deferred, and so are a list and a text made of it", () => {
  synth((stack) => {
    const values = variables(stack);
    const made = [each(values.texts, (text) => `${text}*`), `s3://${values.text}`];
    expect([...Object.values(values), ...made].map(isDeferred)).toEqual(Array(12).fill(true));
  });
});

test("a text without a field of its item is refused, for every item would have the same", () => {
  synth((stack) => {
    expect(() => each(variables(stack).texts, () => "acme")).toThrow(
      "each text must have a field of its item in it, got 'acme'",
    );
  });
});

describe("a thing that exists only under a condition", () => {
  const made = (condition: (values: Values) => Condition) =>
    synth((stack) => {
      const values = variables(stack);
      const name = onlyIf(condition(values), (count) => {
        const bucket = new S3Bucket(stack, "bucket", { count, bucket: "acme" });
        return attribute(bucket, "bucket");
      });
      new TerraformOutput(stack, "name", { value: name ?? "none" });
    });

  test("has attributes that are nothing, or an empty list, where it is not there", () => {
    const outside = (condition: (values: Values) => Condition) =>
      synth((stack) => {
        const bucket = onlyIf(condition(variables(stack)), (count) => new S3Bucket(stack, "bucket", { count }));
        if (!bucket) return;
        new TerraformOutput(stack, "name", { value: perhaps(bucket, "bucket") });
        new TerraformOutput(stack, "names", { value: attributes(bucket, "bucket") });
      }).output;
    expect(outside(({ yes }) => yes)).toMatchObject({
      name: { value: "${one(aws_s3_bucket.this[*].bucket)}" },
      names: { value: "${aws_s3_bucket.this[*].bucket}" },
    });
    expect(outside(() => true)).toMatchObject({
      name: { value: "${aws_s3_bucket.this.bucket}" },
      names: { value: ["${aws_s3_bucket.this.bucket}"] },
    });
  });

  test("is made without a trace of the condition when that holds", () => {
    const { resource, output } = made(() => true);
    expect(only(resource, "aws_s3_bucket")).toEqual({ bucket: "acme" });
    expect(output.name?.value).toBe("${aws_s3_bucket.this.bucket}");
  });

  test("is not made when it does not hold", () => {
    const { resource, output } = made(() => false);
    expect(resource).toEqual({});
    expect(output.name?.value).toBe("none");
  });

  test("has a count when it is not known, and its attributes an index", () => {
    const { resource, output } = made(({ yes }) => yes);
    expect(only(resource, "aws_s3_bucket")).toEqual({ bucket: "acme", count: "${var.yes ? 1 : 0}" });
    expect(output.name?.value).toBe("${aws_s3_bucket.this[0].bucket}");
  });
});

describe("a thing for each text of a list", () => {
  const made = (list: (values: Values) => List<string>, condition: (values: Values) => Condition = () => true) =>
    synth((stack) => {
      const values = variables(stack);
      thingForEach(list(values), condition(values), (bucket, forEach) => {
        new S3Bucket(stack, forEach ? "bucket" : bucket, { bucket, forEach });
      });
    }).resource.aws_s3_bucket;

  test("is made one by one where the list is known, and not at all under a condition that does not hold", () => {
    expect(made(() => ["a", "b"])).toEqual({ a: { bucket: "a" }, b: { bucket: "b" } });
    expect(
      made(
        () => ["a"],
        () => false,
      ),
    ).toBeUndefined();
  });

  test("is made once for each where it is not, by its text", () => {
    expect(
      made(
        ({ texts }) => texts,
        ({ yes }) => yes,
      ),
    ).toEqual({
      this: { for_each: "${toset(var.yes ? var.texts : [])}", bucket: "${each.value}" },
    });
    expect(made(({ texts }) => texts)).toMatchObject({ this: { for_each: "${toset(var.texts)}" } });
  });
});

describe("a repeated block", () => {
  /** Ports of a security group, the simplest element with a repeated block. */
  const ports = (things: (values: Values) => Repeated<{ port: number; from: string }>[]): TerraformJson =>
    synth((stack) => {
      const { known, dynamic } = split(things(variables(stack)));
      const rule = ({ port, from }: { port: number; from: string }) => ({
        fromPort: port,
        toPort: port,
        protocol: "tcp",
        description: from,
      });
      const group = new SecurityGroup(stack, "group", { name: "acme", ingress: known.map(rule) });
      addDynamic(group, "ingress", dynamic, ({ port, from }) => ({
        from_port: port,
        to_port: port,
        description: from,
      }));
    });
  const opened = (list: List<string>) =>
    repeat(list, "ingress", (from, place) => ({ port: 22, from: `${place}: ${from}` }));

  test("is an array of a known list, counted from 1", () => {
    expect(opened(KNOWN.texts)).toEqual([
      { port: 22, from: "1: runs/" },
      { port: 22, from: "2: tables" },
    ]);
    expect(opened([])).toEqual([]);
  });

  test("is one dynamic block of a list that is not known, counted from 1", () => {
    const group = only(ports(({ texts }) => opened(texts)).resource, "aws_security_group");
    expect(group.dynamic).toEqual({
      ingress: [
        {
          for_each: "${var.texts}",
          content: { from_port: 22, to_port: 22, description: "${(ingress.key + 1)}: ${ingress.value}" },
        },
      ],
    });
  });

  test("keeps the known ones beside those that are not known", () => {
    const json = ports(({ yes, texts }) => [{ port: 443, from: "all" }, ...when(yes, ...opened(texts))]);
    const group = only(json.resource, "aws_security_group");
    expect(group.ingress).toMatchObject([{ from_port: 443 }]);
    expect(group.dynamic).toMatchObject({ ingress: [{ for_each: "${var.yes ? var.texts : []}" }] });
  });

  test("under a condition is there, is not there, or has a for_each of one or none", () => {
    const block = { port: 443, from: "all" };
    expect(when(true, block)).toEqual([block]);
    expect(when(false, block)).toEqual([]);
    const group = only(ports(({ yes }) => when(yes, block)).resource, "aws_security_group");
    expect(group.dynamic).toMatchObject({ ingress: [{ for_each: "${var.yes ? [1] : []}" }] });
  });

  test("reads the fields of an item from the block's name", () => {
    const json = ports(({ sources }) =>
      repeat(sources, "ingress", ({ bucket, days }) => ({ port: days, from: bucket })),
    );
    expect(only(json.resource, "aws_security_group").dynamic).toMatchObject({
      ingress: [
        {
          for_each: "${var.sources}",
          content: { from_port: "${ingress.value.days}", description: "${ingress.value.bucket}" },
        },
      ],
    });
  });
});
