import { type EscalationRule, hackTricks, iamGuide, named, pathfinding, RHINO } from "./escalation-rule";
import type { Grant } from "./policy-grant";

const PASS_ROLE = iamGuide("id_roles_use_passrole");

/** Calls that hand a role to a service, which then works with it for the caller. */
const HANDS_OVER = [
  "apprunner:CreateService",
  "batch:CreateComputeEnvironment",
  "batch:RegisterJobDefinition",
  "bedrock-agentcore:CreateCodeInterpreter",
  "cloudformation:CreateChangeSet",
  "cloudformation:CreateStack",
  "cloudformation:CreateStackSet",
  "codebuild:CreateProject",
  "codebuild:UpdateProject",
  "codestar:CreateProject",
  "datapipeline:CreatePipeline",
  "ec2:AssociateIamInstanceProfile",
  "ec2:ReplaceIamInstanceProfileAssociation",
  "ec2:RequestSpotFleet",
  "ec2:RequestSpotInstances",
  "ec2:RunInstances",
  "ecs:RegisterTaskDefinition",
  "ecs:RunTask",
  "elasticmapreduce:RunJobFlow",
  "glue:CreateDevEndpoint",
  "glue:CreateJob",
  "iam:AddRoleToInstanceProfile",
  "lambda:CreateFunction",
  "sagemaker:CreateNotebookInstance",
  "sagemaker:CreateProcessingJob",
  "sagemaker:CreateTrainingJob",
  "states:CreateStateMachine",
];

/** Calls that run the caller's code under the role of a thing that exists, with the type of the thing. */
const RUNS_UNDER = new Map([
  ["apprunner:UpdateService", "service"],
  ["batch:SubmitJob", "job-definition"],
  ["cloudformation:ExecuteChangeSet", "stack"],
  ["cloudformation:UpdateStack", "stack"],
  ["codebuild:StartBuild", "project"],
  ["codebuild:StartBuildBatch", "project"],
  ["codebuild:UpdateProject", "project"],
  ["ec2:CreateLaunchTemplateVersion", "launch-template"],
  ["ecr:PutImage", "repository"],
  ["ecs:RunTask", "task-definition"],
  ["glue:UpdateDevEndpoint", "devendpoint"],
  ["glue:UpdateJob", "job"],
  ["lambda:UpdateFunctionCode", "function"],
  ["lambda:UpdateFunctionConfiguration", "function"],
  ["sagemaker:CreatePresignedNotebookInstanceUrl", "notebook-instance"],
  ["states:UpdateStateMachine", "statemachine"],
]);

/** Calls that open a shell on a machine, or run a command there, with the type of the machine. */
const OPENS_SHELL = new Map([
  ["ec2-instance-connect:SendSSHPublicKey", "instance"],
  ["ec2-instance-connect:SendSerialConsoleSSHPublicKey", "instance"],
  ["ecs:ExecuteCommand", "task"],
  ["ssm:SendCommand", "instance"],
  ["ssm:StartSession", "instance"],
]);

/** Ways to the rights of roles that exist: passing, assuming or borrowing them. */
export const ROLE_PASSING_RULES: readonly EscalationRule[] = [
  {
    id: "pass-role",
    severity: "escalation",
    kinds: ["identity"],
    finds: "passing any role, or a role to any service",
    why: "a service that is handed a role does with it what the holder says",
    instead: "name the roles, or their path, and StringEquals on iam:PassedToService with the service principal",
    sources: [PASS_ROLE, RHINO, pathfinding("ec2-001"), pathfinding("lambda-001"), pathfinding("batch-003")],
    find: (grant, { grants }) => {
      if (grant.allows(["iam:PassRole"]).length === 0) return undefined;
      const anyRole = grant.reachesAny("iam:PassRole");
      const anyService = !holdsToServices(grant);
      if (!anyRole && !anyService) return undefined;
      const what = `iam:PassRole on ${anyRole ? "any role" : "these roles"} to ${anyService ? "any service" : "these services"}`;
      const by = named(grants.flatMap((each) => each.allows(HANDS_OVER)));
      return by ? `${what}, by ${by}` : what;
    },
  },
  {
    id: "assume-role",
    severity: "escalation",
    kinds: ["identity"],
    finds: "assuming any role",
    why: "every role that trusts the account is the holder's",
    instead: "name the roles, or their path",
    sources: [pathfinding("sts-001"), hackTricks("sts")],
    find: (grant) => named(grant.allows(["sts:AssumeRole"]).filter((action) => grant.reachesAny(action))),
  },
  {
    id: "existing-role",
    severity: "escalation",
    kinds: ["identity"],
    finds: "running code of one's own under the role of any function, job, image, stack or template that exists",
    why: "the code has the rights of whatever role the thing has, without iam:PassRole",
    instead: "name the things, hold them by a tag, or hold the calls to CloudFormation by aws:CalledVia",
    sources: [
      RHINO,
      pathfinding("lambda-003"),
      pathfinding("cloudformation-002"),
      pathfinding("codebuild-002"),
      pathfinding("ec2-005"),
      hackTricks("batch"),
      hackTricks("ecr"),
      hackTricks("ecs"),
    ],
    find: (grant) => named(onAnyThing(grant, RUNS_UNDER)),
  },
  {
    id: "any-shell",
    severity: "escalation",
    kinds: ["identity"],
    finds: "commands or sessions on any machine",
    why: "the shell has the rights of whatever role the machine has",
    instead: "name the machines, or hold them by a tag with StringEquals on aws:ResourceTag/…",
    sources: [
      pathfinding("ssm-001"),
      pathfinding("ssm-002"),
      "https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html",
    ],
    find: (grant) => named(onAnyThing(grant, OPENS_SHELL)),
  },
];

function holdsToServices(grant: Grant): boolean {
  return grant.conditions.some(
    ({ test, key, values }) =>
      test === "StringEquals" && key.toLowerCase() === "iam:passedtoservice" && values.every((value) => value !== "*"),
  );
}

function onAnyThing(grant: Grant, calls: ReadonlyMap<string, string>): string[] {
  if (grant.isHeldByTag || grant.isHeldToStacks) return [];
  return grant.allows([...calls.keys()]).filter((action) => grant.reachesAny(action, calls.get(action)));
}
