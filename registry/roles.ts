import { thingName } from "../modules/aws-rules";
import { equal } from "../modules/deferred";
import { onlyWhen } from "../modules/deferred-text";
import { InstanceProfile } from "../modules/instance-profile";
import { SERVICES, type Service, ServiceRole } from "../modules/service-role";
import { choice, section, text } from "../stacks/settings-field";
import { statementsSettings } from "../stacks/statement-settings";
import { IAM } from "./example-names";
import { type Example, RegistryModule } from "./registry-module";
import { checkStatements, statementInputs } from "./statement-inputs";
import { placeInputs } from "./system-inputs";

const SETTINGS = section({
  role: text(thingName).describe("What the role is for: the last word of its name."),
  service: choice(SERVICES).describe("Service that assumes it; one for ec2 gets an instance profile."),
  description: text({
    name: "a description",
    length: [1, 1000],
    pattern: "^[ -~]+$",
    refuses: [],
    allowed: "1 to 1000 letters, digits, spaces and punctuation of ASCII",
    page: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
  }).describe("One sentence: who uses it for what."),
  statements: statementsSettings.optional().describe("What it may do, as a policy with its name. Default: nothing."),
});

const SMALLEST: Example = {
  inputs: { name: "acme", role: "functions", service: "lambda", description: "Functions that sum up results" },
  counts: { "aws_iam_instance_profile.profile": 0, "aws_iam_policy.role_policy": 0 },
};

const EXISTING: Example = {
  inputs: {
    name: "acme",
    tags: { owner: "imaging" },
    iam: { path: "/labs/", permissions_boundary: `${IAM}:policy/boundary` },
    role: "machine",
    service: "ec2",
    description: "The machine that sends jobs",
    statements: [
      {
        sid: "ReadSamples",
        actions: ["dynamodb:GetItem", "dynamodb:Query"],
        resources: ["arn:aws:dynamodb:eu-west-2:111122223333:table/samples"],
        conditions: [{ test: "StringEquals", key: "aws:SourceVpc", values: ["vpc-0a1"] }],
      },
      {
        sid: "FindQueues",
        actions: ["sqs:ListQueues"],
        resources: ["*"],
        because: "the action takes no resource",
      },
    ],
  },
  counts: { "aws_iam_instance_profile.profile": 1, "aws_iam_policy.role_policy": 1 },
};

/** A role that an AWS service assumes as a Terraform module. */
export function rolesModule(): RegistryModule {
  const module = new RegistryModule("roles", {
    about:
      "A role that one AWS service assumes, for this account where the service says for whom it acts, with what it may do in statements of your own; for EC2 with the instance profile that hands it out.",
    limits: [
      "Statements are checked as far as Terraform can: names, wildcards without a reason. That an action exists, acts on the resource and is no path to administrator, `npm run lint:policy` of Groundwork says.",
    ],
    examples: { smallest: SMALLEST, existing: EXISTING },
  });
  const { aws, names, permissionsBoundary, tags } = placeInputs(module, "roles");
  const given = module.settings(SETTINGS);
  checkStatements(module);
  const path = names.iamPath;
  const thing = given.text("role");
  const service = given.text<Service>("service");
  const role = new ServiceRole(module, "role", {
    aws,
    path,
    permissionsBoundary,
    tags,
    service,
    roleName: names.of(thing),
    description: given.text("description"),
    statements: statementInputs(given, "statements"),
  });
  const isMachine = equal(service, "ec2");
  const profile = new InstanceProfile(module, "profile", {
    profileName: names.of(thing),
    path,
    role,
    create: isMachine,
    exists: false,
    tags,
  });
  module.systemOutputs({
    role_name: { value: role.roleName, description: "Name of the role." },
    role_arn: { value: role.roleArn, description: "ARN of the role." },
    instance_profile_name: {
      value: onlyWhen(isMachine, profile.profileName),
      description: "Name of the instance profile, for EC2.",
    },
    instance_profile_arn: {
      value: onlyWhen(isMachine, profile.profileArn),
      description: "ARN of the instance profile, for EC2.",
    },
  });
  return module;
}
