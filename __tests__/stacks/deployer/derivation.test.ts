import { CATALOGUE } from "../../../stacks/deployer/catalogue";
import { derive } from "../../../stacks/deployer/derivation";
import { derivedOf, stackOf } from "./derived";

const place = { serviceLinkedRoles: "reuse" } as const;

describe("what a stack takes", () => {
  test("is refused for a type that the catalogue does not know, by type and address", () => {
    expect(() => derivedOf({ aws_db_instance: { runs: {} } })).toThrow(
      "aws_db_instance.runs is of type aws_db_instance, which the catalogue of permissions does not know: add it to stacks/deployer/catalogue",
    );
    expect(() => derivedOf({}, { aws_ami: { newest: {} } })).toThrow(
      "data.aws_ami.newest is of type data.aws_ami, which the catalogue of permissions does not know",
    );
  });

  test("is refused where the stack does not say where it goes, or whose it is", () => {
    const { provider: _, ...without } = stackOf({});
    expect(() => derive(without, place)).toThrow(
      "the provider of a stack must name its account, and have the owner tags among its default tags",
    );
    const provider = { aws: [{ region: "eu-west-2", allowed_account_ids: ["111122223333"] }] };
    expect(() => derive({ ...stackOf({}), provider }, place)).toThrow("must name its account");
  });

  test("has the partition of its region in every ARN", () => {
    const provider = { aws: [{ ...stackOf({}).provider?.aws?.[0], region: "cn-north-1" }] };
    const stack = { ...stackOf({ aws_sqs_queue: { gradients: { name: "acme" } } }), provider };
    expect(derive(stack, place).destroy[0]?.resources).toEqual(["arn:aws-cn:sqs:cn-north-1:111122223333:acme"]);
  });

  test("changes only where the stack does", () => {
    const queue = (name: string) => ({ name: `acme-duet-${name}` });
    const before = derivedOf({ aws_sqs_queue: { a: queue("a") }, aws_vpc: { network: {} } });
    const after = derivedOf({ aws_sqs_queue: { a: queue("a"), b: queue("b") }, aws_vpc: { network: {} } });
    const others = (statements: typeof before.apply) => statements.filter(({ sid }) => sid !== "ManageMessageQueues");
    expect(others(after.apply)).toEqual(others(before.apply));
    expect(after.apply).not.toEqual(before.apply);
  });
});

test("the catalogue is of types of the AWS provider", () => {
  const types = Object.keys(CATALOGUE);
  expect(types.length).toBeGreaterThan(40);
  for (const type of types) {
    const lib = type
      .replace(/^data\.aws/, "data-aws")
      .replace(/^aws_/, "")
      .replaceAll("_", "-");
    expect(() => require.resolve(`@cdktf/provider-aws/lib/${lib}`)).not.toThrow();
  }
});
