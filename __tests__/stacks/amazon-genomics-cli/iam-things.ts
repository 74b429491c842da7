import type { Target, Things } from "../../contract-calls";
import { ACCOUNT, END, type Place } from "./place";

export type IamKind =
  | "role of the core within the boundary"
  | "role of the core with a policy"
  | "role of the core"
  | "role of a context within the boundary"
  | "role of a context with a policy"
  | "role of a context"
  | "instance profile"
  | "core role handed to CloudFormation"
  | "context role handed to CloudFormation"
  | "role handed to the copy function"
  | "role handed to what a context runs"
  | "linked role handed to spot fleets"
  | "role handed to jobs";

type Context = Record<string, string>;

/** Roles, as calls on them and services that get them see them. */
export function iamThings({ partition, region, path, boundary }: Place): Record<IamKind, Things> {
  const iam = (resource: string, context?: Context): Target => ({
    resource: `arn:${partition}:iam::${ACCOUNT}:${resource}`,
    context,
  });
  const role = (name: string, context?: Context) => iam(`role/${name}`, context);
  const awsManaged = (name: string) => `arn:${partition}:iam::aws:policy/${name}`;
  const here = `${ACCOUNT}-${region}`;

  const bounded = { "iam:PermissionsBoundary": boundary };
  const foreign = {
    "an administrator's": "admin",
    "another project's": "acme-duet-instance",
    "ours, elsewhere": "x/y",
  };
  const made = (ours: readonly string[], theirs: readonly string[], attached: readonly string[]) => {
    const others = (context?: Context) => ({
      ...Object.fromEntries(Object.entries(foreign).map(([title, name]) => [title, role(name, context)])),
      ...Object.fromEntries(theirs.map((name) => [name, role(name, context)])),
    });
    const [first = ""] = ours;
    const policy = (name: string) => ({ ...bounded, "iam:PolicyARN": awsManaged(name) });
    const [allowed = ""] = attached;
    return {
      within: {
        ours: Object.fromEntries(ours.map((name) => [name, role(name, bounded)])),
        theirs: {
          ...others(bounded),
          "without a boundary": role(first),
          "within another boundary": role(first, { "iam:PermissionsBoundary": `${boundary}-2` }),
          "within a boundary of AWS": role(first, { "iam:PermissionsBoundary": awsManaged("AdministratorAccess") }),
        },
      },
      attached: {
        ours: Object.fromEntries(attached.map((name) => [name, role(first, policy(name))])),
        theirs: {
          ...others(policy(allowed)),
          "AdministratorAccess, within the boundary": role(first, policy("AdministratorAccess")),
          "IAMFullAccess, within the boundary": role(first, policy("IAMFullAccess")),
          "the right policy without a boundary": role(first, { "iam:PolicyARN": awsManaged(allowed) }),
        },
      },
      kept: { ours: Object.fromEntries(ours.map((name) => [name, role(name)])), theirs: others() },
    };
  };

  const contexts = [`Agc-Context-demo-ada-spot-TaskBatchInstanceRole-${END}`];
  const cdk = ["deploy", "cfn-exec", "file-publishing", "image-publishing", "lookup"].map(
    (name) => `cdk-agc-${name}-role-${here}`,
  );
  const core = [`Agc-Core-CustomCDKBucketDeployment-${END}`, ...cdk];
  const ofCore = made(
    core,
    [...contexts, `cdk-agc-deploy-role-${ACCOUNT}-xx-other-1`, `cdk-hnb659fds-deploy-role-${here}`],
    ["service-role/AWSLambdaBasicExecutionRole", "ReadOnlyAccess", "AWSDenyAll"],
  );
  const ofContexts = made(
    contexts,
    [...core, "AgcContext", `acme-Agc-Context-demo-${END}`],
    [
      "AmazonSSMManagedInstanceCore",
      "CloudWatchAgentServerPolicy",
      "service-role/AWSBatchServiceRole",
      "service-role/AWSLambdaBasicExecutionRole",
      "service-role/AWSLambdaVPCAccessExecutionRole",
      "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
      "service-role/AmazonEC2ContainerServiceforEC2Role",
      "service-role/AmazonECSTaskExecutionRolePolicy",
    ],
  );

  const to = (service: string) => ({
    "iam:PassedToService":
      service === "ec2" && partition === "aws-cn" ? "ec2.amazonaws.com.cn" : `${service}.amazonaws.com`,
  });
  const execution = (thing: string) => `role${path}acme-amazon-genomics-cli-${thing}`;
  const handed = (name: string, services: readonly [string, ...string[]], never: readonly string[]): Things => ({
    ours: Object.fromEntries(services.map((service) => [`to ${service}`, iam(name, to(service))])),
    theirs: {
      ...Object.fromEntries(never.map((service) => [`to ${service}`, iam(name, to(service))])),
      "to nobody knows whom": iam(name),
      ...Object.fromEntries(
        ["admin", "acme-duet-instance", cdk[1] ?? "", "OrganizationAccountAccessRole"].map((other) => [
          `${other} to ${services[0]}`,
          role(other, to(services[0])),
        ]),
      ),
    },
  });
  const linked = "role/aws-service-role/spotfleet.amazonaws.com/AWSServiceRoleForEC2SpotFleet";

  return {
    "role of the core within the boundary": ofCore.within,
    "role of the core with a policy": ofCore.attached,
    "role of the core": ofCore.kept,
    "role of a context within the boundary": ofContexts.within,
    "role of a context with a policy": ofContexts.attached,
    "role of a context": ofContexts.kept,
    "instance profile": {
      ours: { "a context's": iam(`instance-profile/Agc-Context-demo-ada-spot-TaskBatch-${END}`) },
      theirs: {
        "an administrator's": iam("instance-profile/admin"),
        "another project's": iam("instance-profile/acme-duet-instance"),
      },
    },
    "core role handed to CloudFormation": handed(
      execution("core"),
      ["cloudformation"],
      ["lambda", "ec2", "ecs-tasks", "batch", "codebuild"],
    ),
    "context role handed to CloudFormation": handed(
      execution("contexts"),
      ["cloudformation"],
      ["lambda", "ec2", "ecs-tasks", "batch", "codebuild"],
    ),
    "role handed to the copy function": handed(
      `role/Agc-Core-CustomCDKBucketDeployment-${END}`,
      ["lambda"],
      ["cloudformation", "ec2", "ecs-tasks", "codebuild"],
    ),
    "role handed to what a context runs": handed(
      `role/${contexts[0]}`,
      ["apigateway", "batch", "ec2", "ecs-tasks", "lambda"],
      ["cloudformation", "codebuild", "glue", "sagemaker", "states", "ssm"],
    ),
    "linked role handed to spot fleets": handed(linked, ["spotfleet"], ["ec2", "lambda"]),
    "role handed to jobs": handed(
      `role/${contexts[0]}`,
      ["ecs-tasks", "batch", "ec2"],
      ["cloudformation", "lambda", "codebuild", "glue"],
    ),
  };
}
