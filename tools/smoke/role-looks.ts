import { isFargate } from "../../modules/allocation-strategy";
import type { AwsEnvironment } from "../../modules/aws-environment";
import { type Environment, nameIn, ofType, type StackResource } from "./batch-state";
import type { Look } from "./look";
import {
  type Decision,
  linkedRolesQuestion,
  profileQuestion,
  type Role,
  roleInProfileQuestion,
  roleQuestion,
  simulationQuestion,
} from "./questions";
import {
  callsOfTheAgent,
  checkAgent,
  checkLinkedRole,
  checkProfile,
  checkTrust,
  decisionsIn,
  isLinked,
} from "./role-checks";

/** Looks at the roles of an environment: its instances', Batch's and the spot fleet's. */
export function looksAtRoles(
  environment: Environment,
  resources: readonly StackResource[],
  aws: AwsEnvironment,
): Look[] {
  const { serviceRole, spotFleetRole, type } = environment;
  return [
    ...(isFargate(type) ? [] : [lookAtProfile(environment, aws), lookAtAgent(environment, resources)]),
    isLinked(serviceRole) ? lookAtLinkedRole() : lookAtRole("Batch's role", serviceRole, aws.servicePrincipal("batch")),
    ...(spotFleetRole === ""
      ? []
      : [lookAtRole("the spot fleet's role", spotFleetRole, aws.servicePrincipal("spotfleet"))]),
  ];
}

function lookAtProfile({ instanceProfile }: Environment, aws: AwsEnvironment): Look {
  const profile = `profile ${instanceProfile}`;
  const role = `role in ${instanceProfile}`;
  return {
    questions: {
      [profile]: profileQuestion(instanceProfile),
      [role]: roleInProfileQuestion(instanceProfile),
    },
    find: (answers) => [
      checkProfile(instanceProfile, answers<string>(profile), answers<Role>(role), aws.servicePrincipal("ec2")),
    ],
  };
}

/** A role of the stack is judged by the policies of the stack, any other by IAM, which asks for one more permission. */
function lookAtAgent(environment: Environment, resources: readonly StackResource[]): Look {
  const { instanceProfile } = environment;
  const calls = callsOfTheAgent(environment);
  const profile = ofType(resources, "aws_iam_instance_profile").find(({ values }) => values.name === instanceProfile);
  const decisions = profile && decisionsIn(resources, String(profile.values.role), calls);
  if (decisions) return { questions: {}, find: () => [checkAgent(instanceProfile, { seen: decisions })] };
  const question = `calls of ${instanceProfile} for ${environment.name}`;
  return {
    questions: { [question]: simulationQuestion(instanceProfile, calls) },
    find: (answers) => [checkAgent(instanceProfile, answers<readonly Decision[]>(question))],
  };
}

function lookAtLinkedRole(): Look {
  const question = "linked roles of Batch";
  return {
    questions: { [question]: linkedRolesQuestion("batch") },
    find: (answers) => [checkLinkedRole(answers<readonly string[]>(question))],
  };
}

function lookAtRole(whose: string, arn: string, principal: string): Look {
  const name = nameIn(arn);
  const question = `role ${name}`;
  return {
    questions: { [question]: roleQuestion(name) },
    find: (answers) => [checkTrust(`${whose} ${name}`, answers<Role>(question), principal)],
  };
}
