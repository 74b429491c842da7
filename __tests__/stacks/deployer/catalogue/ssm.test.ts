import { derivedOf, granted } from "../derived";

const parameter = { name: "/groundwork/acme/duet/bucket", type: "String", value: "acme-duet" };

test("a parameter of a stack is known by its name, and deleted by who applies: its value is in the configuration", () => {
  const derived = derivedOf({ aws_ssm_parameter: { bucket: parameter } });
  expect(granted(derived, "ReadParameters")).toMatchObject({
    phase: "plan",
    on: ["arn:aws:ssm:eu-west-2:111122223333:parameter/groundwork/acme/duet/bucket"],
  });
  expect(granted(derived, "ManageParameters")).toMatchObject({
    phase: "apply",
    actions: expect.arrayContaining(["ssm:DeleteParameter", "ssm:PutParameter"]),
  });
});

test("a parameter that is a secret is refused, since a plan would read it", () => {
  expect(() => derivedOf({ aws_ssm_parameter: { bucket: { ...parameter, type: "SecureString" } } })).toThrow(
    "'type' of aws_ssm_parameter.bucket must be String or StringList, got SecureString: a plan would read the secret",
  );
});

test("of the parameters that exist, those that AWS publishes are read, and no other", () => {
  const read = (name: string) => derivedOf({}, { aws_ssm_parameter: { image: { name } } });
  expect(granted(read("/aws/service/ecs/optimized-ami/al2023"), "ReadParametersOfAws").on).toEqual([
    "arn:aws:ssm:eu-west-2:*:parameter/aws/service/ecs/optimized-ami/al2023",
  ]);
  expect(() => read("/passwords/database")).toThrow(
    "'name' of data.aws_ssm_parameter.image must be one that AWS publishes, /aws/service/…, got /passwords/database",
  );
});
