import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { type Arn, AwsEnvironment } from "../../modules/aws-environment";
import { DeferredList, type List } from "../../modules/deferred";
import type { Statement } from "../../modules/policy-document";
import { type Service, ServiceRole, type ServiceRoleProps } from "../../modules/service-role";
import { addresses, all, only, statements, synth } from "../synth";

const account = "111122223333";
const aws = AwsEnvironment.of({ account, region: "eu-west-2" });
const BOUNDARY = "arn:aws:iam::111122223333:policy/boundary";
const READ: Statement = {
  sid: "ReadObjects",
  actions: ["s3:GetObject"],
  resources: ["arn:aws:s3:::acme/runs/x"],
  source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html",
};

function make(stack: TerraformStack, props: Partial<ServiceRoleProps> = {}): ServiceRole {
  return new ServiceRole(stack, "machine", {
    aws,
    service: "ec2",
    roleName: "acme-machine",
    path: "/groundwork/acme/",
    description: "Runs pipelines",
    ...props,
  });
}

function role(props: Partial<ServiceRoleProps> = {}) {
  return synth((stack) => {
    const made = make(stack, props);
    new TerraformOutput(stack, "name", { value: made.roleName });
    new TerraformOutput(stack, "arn", { value: made.roleArn });
  });
}

const trust = (props: Partial<ServiceRoleProps>) => statements(role(props), "machine_trust");

/** The test of the account that every service but CloudFormation, EC2 and Lambda says it acts for. */
const FOR_THE_ACCOUNT = { test: "StringEquals", variable: "aws:SourceAccount", values: [account] };

describe("a service role", () => {
  test("has its name, path, description, boundary and tags", () => {
    const json = role({ permissionsBoundary: BOUNDARY, tags: { owner: "genomics" } });
    expect(only(json.resource, "aws_iam_role")).toEqual({
      name: "acme-machine",
      path: "/groundwork/acme/",
      description: "Runs pipelines",
      permissions_boundary: BOUNDARY,
      tags: { owner: "genomics" },
      assume_role_policy: "${data.aws_iam_policy_document.machine_trust.minified_json}",
    });
    expect(json.output.name?.value).toBe("${aws_iam_role.machine.name}");
  });

  test("has no boundary and nothing attached unless it is given", () => {
    const json = role();
    expect(only(json.resource, "aws_iam_role")).not.toHaveProperty("permissions_boundary");
    expect(addresses(json)).toEqual(["aws_iam_role.machine"]);
  });

  test("has an ARN that is known before it exists", () => {
    expect(role().output.arn?.value).toBe("arn:aws:iam::111122223333:role/groundwork/acme/acme-machine");
  });

  test.each<Service>(["cloudformation", "ec2", "lambda"])(
    "for %s has no condition, for that service says not for whom it acts",
    (service) => {
      expect(trust({ service })).toEqual([
        {
          sid: "AssumeTheRole",
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: [`${service}.amazonaws.com`] }],
        },
      ]);
    },
  );

  test.each<Service>(["ecs-tasks", "spotfleet", "states", "codebuild"])(
    "for %s acts for this account only",
    (service) => {
      expect(trust({ service })).toEqual([
        {
          sid: "AssumeTheRole",
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: [`${service}.amazonaws.com`] }],
          condition: [FOR_THE_ACCOUNT],
        },
      ]);
    },
  );

  test("for batch acts for this account's environments and jobs only", () => {
    expect(trust({ service: "batch" })[0]?.condition).toEqual([
      FOR_THE_ACCOUNT,
      {
        test: "ArnLike",
        variable: "aws:SourceArn",
        values: [
          "arn:aws:batch:eu-west-2:111122223333:compute-environment/*",
          "arn:aws:batch:eu-west-2:111122223333:job/*",
        ],
      },
    ]);
  });

  test.each<[Service, string]>([
    ["ec2", "ec2.amazonaws.com.cn"],
    ["batch", "batch.amazonaws.com"],
    ["spotfleet", "spotfleet.amazonaws.com"],
  ])("in China is assumed by %s as %s", (service, principal) => {
    const chinese = AwsEnvironment.of({ account, region: "cn-north-1" });
    expect(trust({ service, aws: chinese })[0]?.principals).toEqual([{ type: "Service", identifiers: [principal] }]);
  });

  test("has what it may do as a policy of its own name", () => {
    const json = role({ statements: [READ] });
    expect(only(json.resource, "aws_iam_policy")).toMatchObject({ name: "acme-machine", path: "/groundwork/acme/" });
    expect(only(json.resource, "aws_iam_role_policy_attachment")).toEqual({
      role: "${aws_iam_role.machine.name}",
      policy_arn: "${aws_iam_policy.machine_policy.arn}",
    });
  });

  test("keeps the addresses of what is attached when another policy of AWS comes before it", () => {
    const [tagging, batch] = [
      aws.awsManagedPolicy("service-role/AmazonEC2SpotFleetTaggingRole"),
      aws.awsManagedPolicy("service-role/AWSBatchServiceRole"),
    ];
    const before = role({ statements: [READ], awsManagedPolicies: [batch] });
    const after = role({ statements: [READ], awsManagedPolicies: [tagging, batch] });
    expect(after.resource.aws_iam_role_policy_attachment).toMatchObject(
      before.resource.aws_iam_role_policy_attachment ?? {},
    );
    expect(all(after.resource, "aws_iam_role_policy_attachment").map(({ policy_arn }) => policy_arn)).toEqual(
      expect.arrayContaining([tagging, batch]),
    );
  });

  test("says what must be there before it is used: the role and all that is attached", () => {
    synth((stack) => {
      const { parts } = make(stack, {
        statements: [READ],
        awsManagedPolicies: [aws.awsManagedPolicy("service-role/AWSBatchServiceRole")],
      });
      expect(parts.map(({ node }) => node.path.slice("test/machine/".length))).toEqual([
        "Default/role",
        "Default/AWSBatchServiceRole",
        "Default/own",
      ]);
    });
  });

  test("refuses more managed policies than the account's quota, and takes them once it is raised", () => {
    const awsManagedPolicies = Array.from({ length: 11 }, (_, index) => aws.awsManagedPolicy(`Policy${index}`));
    expect(() => role({ awsManagedPolicies })).toThrow(
      "role 'acme-machine' must have at most 10 managed policies, got 11: raise the quota of the account and 'iam.managedPoliciesPerRole'",
    );
    expect(() => role({ awsManagedPolicies, managedPoliciesPerRole: 11 })).not.toThrow();
  });

  test("counts its own policies among them", () => {
    const awsManagedPolicies = Array.from({ length: 10 }, (_, index) => aws.awsManagedPolicy(`Policy${index}`));
    expect(() => role({ awsManagedPolicies, statements: [READ] })).toThrow("got 11");
  });

  test("refuses a trust policy over the account's quota", () => {
    expect(() => role({ service: "batch", trustPolicyCharacters: 200 })).toThrow(
      /^trust policy of role 'acme-machine' must have at most 200 characters, got \d+$/,
    );
  });
});

describe("a service role that exists", () => {
  const roleArn: Arn = "arn:aws:iam::111122223333:role/pipelines/head";
  const json = role({ create: false, roleName: "head", roleArn, statements: [READ], permissionsBoundary: BOUNDARY });

  test("is never changed", () => {
    expect(json.resource).toEqual({});
    expect(json.data).toEqual({});
  });

  test("goes by its own name and ARN", () => {
    expect(json.output.name?.value).toBe("head");
    expect(json.output.arn?.value).toBe(roleArn);
  });

  test("has no parts to wait for, and says what it should be allowed", () => {
    synth((stack) => {
      const { parts, statements: asked } = make(stack, { create: false, statements: [READ] });
      expect(parts).toEqual([]);
      expect(asked).toEqual([READ]);
    });
  });
});

describe("a service role whose values Terraform knows", () => {
  const json = synth((stack) => {
    const text = (name: string) => new TerraformVariable(stack, name, { type: "string" }).stringValue;
    const create = new TerraformVariable(stack, "create", { type: "bool" }).booleanValue;
    const made = make(stack, {
      aws: AwsEnvironment.lookup(stack),
      service: "batch",
      create,
      roleName: text("role_name"),
      path: text("path"),
      permissionsBoundary: text("boundary"),
      statements: [READ],
      awsManagedPolicies: [aws.awsManagedPolicy("service-role/AWSBatchServiceRole")],
    });
    new TerraformOutput(stack, "name", { value: made.roleName });
    new TerraformOutput(stack, "arn", { value: made.roleArn });
  });

  test("is made by count, with all that is attached to it", () => {
    for (const type of ["aws_iam_role", "aws_iam_policy", "aws_iam_role_policy_attachment"])
      for (const block of all(json.resource, type)) expect(block.count).toBe("${var.create ? 1 : 0}");
    expect(all(json.resource, "aws_iam_role_policy_attachment")).toHaveLength(2);
  });

  test("has policies of others by their ARNs where only Terraform knows which", () => {
    const { resource } = synth((stack) => {
      const given = new TerraformVariable(stack, "policies", { type: "list(string)" }).value;
      const create = new TerraformVariable(stack, "create", { type: "bool" }).booleanValue;
      make(stack, { awsManagedPolicies: DeferredList.ofStrings(given) as List<string> as List<Arn>, create });
    });
    expect(resource.aws_iam_role_policy_attachment?.machine_managed).toEqual({
      for_each: "${toset(var.create ? var.policies : [])}",
      role: "${aws_iam_role.machine[0].name}",
      policy_arn: "${each.value}",
    });
  });

  test("has a name and an ARN either way", () => {
    expect(json.output.name?.value).toBe("${var.create ? aws_iam_role.machine[0].name : var.role_name}");
    expect(json.output.arn?.value).toContain(":role${var.path}${var.role_name}");
  });

  test("trusts for the account that Terraform finds", () => {
    expect(statements(json, "machine_trust")[0]?.condition).toMatchObject([
      { variable: "aws:SourceAccount", values: ["${data.aws_caller_identity.current.account_id}"] },
      { variable: "aws:SourceArn" },
    ]);
  });
});
