import { AwsEnvironment } from "../../modules/aws-environment";
import { policyJson, type Statements, statementFindings } from "../../modules/policy-document";
import { deployStateMachines, runStateMachines, type StateMachines } from "../../modules/state-machines";
import { allowed } from "../../tools/proof/judge";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const MACHINE = "arn:aws:states:eu-west-2:111122223333:stateMachine:acme-slim-SGD";
const EXECUTION = "arn:aws:states:eu-west-2:111122223333:execution:acme-slim-SGD:0a1b2c3d";

function may(grant: (props: StateMachines) => Statements, action: string, resource: string): Promise<boolean> {
  const statements = grant({ aws, machines: "acme-slim-" });
  expect(statementFindings(statements)).toEqual([]);
  return allowed({ policies: [policyJson(statements)] }, { action, resources: [resource] });
}

test("those who deploy state machines make and change those of their names, and run none", async () => {
  expect(await may(deployStateMachines, "states:CreateStateMachine", MACHINE)).toBe(true);
  expect(await may(deployStateMachines, "states:UpdateStateMachine", MACHINE.replace("slim", "duet"))).toBe(false);
  expect(await may(deployStateMachines, "states:StartExecution", MACHINE)).toBe(false);
});

test("those who run state machines start, watch and stop those of their names, and change none", async () => {
  expect(await may(runStateMachines, "states:StartExecution", MACHINE)).toBe(true);
  expect(await may(runStateMachines, "states:StopExecution", EXECUTION)).toBe(true);
  expect(await may(runStateMachines, "states:GetExecutionHistory", EXECUTION.replace("slim", "duet"))).toBe(false);
  expect(await may(runStateMachines, "states:UpdateStateMachine", MACHINE)).toBe(false);
});
