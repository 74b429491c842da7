import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { batchServiceRole, spotFleetRole } from "../../modules/batch-roles";
import type { AccessPlace, Existing } from "../../modules/instance-access";
import { jobRole } from "../../modules/job-role";
import type { Statements } from "../../modules/policy-document";
import { serviceAccess } from "../../modules/service-access";
import { SystemNames } from "../../modules/system-names";
import { addresses, all, only, statements, synth } from "../synth";

const place: AccessPlace = {
  aws: AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" }),
  names: new SystemNames({ name: "acme", system: "slim" }),
  permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
  tags: { owner: "imaging" },
};
const THEIRS: Existing = { name: "theirs", arn: "arn:aws:iam::111122223333:role/path/theirs" };
const LIST: Statements = [
  { sid: "ListQueues", actions: ["sqs:ListQueues"], resources: "*", because: "a test", source: "a test" },
];

/** What is made, and the ARN that is used for it. */
function made(build: (stack: TerraformStack) => string | undefined) {
  const json = synth((stack) => new TerraformOutput(stack, "arn", { value: build(stack) ?? "none" }));
  return { ...json, arn: json.output.arn?.value };
}

describe("a role for a service", () => {
  const lambda = (existing?: Existing) =>
    made((stack) => {
      const what = { service: "lambda", description: "functions", statements: LIST } as const;
      const { roleArn, policyToAttach } = serviceAccess(stack, "lambda", place, existing, what);
      new TerraformOutput(stack, "by-hand", { value: policyToAttach ?? "nothing" });
      return roleArn;
    });

  test("is made, looked after and spoken of only where it is there, where that is not known yet", () => {
    const json = made((stack) => {
      const there = new TerraformVariable(stack, "there", { type: "bool" }).value;
      const what = { service: "ecs-tasks", description: "jobs", statements: LIST, there } as const;
      return serviceAccess(stack, "execution", place, undefined, what).roleArn;
    });
    expect(only(json.resource, "aws_iam_role").count).toBe("${var.there ? 1 : 0}");
    expect(json.arn).toMatch(/^\$\{var\.there \? ".*acme-slim-execution" : null\}$/);
  });

  test("is created with the place's path, boundary and tags, and with its policy", () => {
    const json = lambda();
    expect(only(json.resource, "aws_iam_role")).toMatchObject({
      name: "acme-slim-lambda",
      path: "/groundwork/acme/slim/",
      permissions_boundary: place.permissionsBoundary,
      tags: place.tags,
    });
    expect(statements(json, "lambda_policy")).toMatchObject([{ sid: "ListQueues" }]);
    expect(json.arn).toBe("arn:aws:iam::111122223333:role/groundwork/acme/slim/acme-slim-lambda");
    expect(json.output.by_hand?.value).toBe("nothing");
  });

  test("that exists is not touched: what it needs is said, to attach by hand", () => {
    const json = lambda(THEIRS);
    expect(addresses(json)).toEqual([]);
    expect(json.arn).toBe(THEIRS.arn);
    expect(json.output.by_hand?.value).toBe("${data.aws_iam_policy_document.lambda_policy_to_attach.minified_json}");
  });

  test("for jobs is assumed by their containers, for this account", () => {
    const json = made(
      (stack) => jobRole(stack, "job", place, undefined, { description: "jobs", statements: LIST }).roleArn,
    );
    expect(statements(json, "job_trust")).toMatchObject([
      {
        principals: [{ type: "Service", identifiers: ["ecs-tasks.amazonaws.com"] }],
        condition: [{ variable: "aws:SourceAccount", values: ["111122223333"] }],
      },
    ]);
  });
});

describe("the role of Batch", () => {
  const service = (given?: "create" | Existing) =>
    made((stack) => batchServiceRole(stack, place, given, "Batch")?.roleArn);

  test("is Batch's linked role where nothing is asked for", () => {
    expect(service()).toMatchObject({ arn: "none", resource: {} });
  });

  test("is created with AWS's policy for it", () => {
    const json = service("create");
    expect(only(json.resource, "aws_iam_role_policy_attachment").policy_arn).toBe(
      "arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole",
    );
    expect(JSON.stringify(statements(json, "service_trust"))).toContain("compute-environment/*");
  });

  test("that exists is not touched", () => {
    expect(service(THEIRS)).toMatchObject({ arn: THEIRS.arn, resource: {} });
  });
});

test("a spot fleet role has AWS's policy for tagging, without which it is of no use", () => {
  const json = made((stack) => spotFleetRole(stack, place, "Spot fleets")?.roleArn);
  expect(all(json.resource, "aws_iam_role_policy_attachment")).toMatchObject([
    { policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole" },
  ]);
});
