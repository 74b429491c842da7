import type { AwsEnvironment } from "./aws-environment";
import type { Statements } from "./policy-document";

const STATES_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html";
const STATES_POLICIES = "https://docs.aws.amazon.com/step-functions/latest/dg/concept-create-iam-advanced.html";

/** State machines of Step Functions that go by their names. */
export interface StateMachines {
  readonly aws: AwsEnvironment;
  /** First letters of their names. */
  readonly machines: string;
}

const BY_NAME =
  "state machines are known by the first letters of their names: which there are, those who deploy them decide";

/** Making and changing state machines; the role that they get must be passed besides. */
export function deployStateMachines({ aws, machines }: StateMachines): Statements {
  return [
    {
      sid: "DeployStateMachines",
      actions: [
        "states:CreateStateMachine",
        "states:DeleteStateMachine",
        "states:DescribeStateMachine",
        "states:UpdateStateMachine",
      ],
      resources: [aws.arn("states", `stateMachine:${machines}*`)],
      because: BY_NAME,
      source: STATES_POLICIES,
    },
    {
      sid: "ListStateMachines",
      actions: ["states:ListStateMachines"],
      resources: "*",
      because: "the action takes no resource",
      source: STATES_ACTIONS,
    },
  ];
}

/** Running state machines, watching and ending what runs. */
export function runStateMachines({ aws, machines }: StateMachines): Statements {
  return [
    {
      sid: "StartExecutions",
      actions: ["states:ListExecutions", "states:StartExecution"],
      resources: [aws.arn("states", `stateMachine:${machines}*`)],
      because: BY_NAME,
      source: STATES_POLICIES,
    },
    {
      sid: "WatchAndStopExecutions",
      actions: [
        "states:DescribeExecution",
        "states:DescribeStateMachineForExecution",
        "states:GetExecutionHistory",
        "states:StopExecution",
      ],
      resources: [aws.arn("states", `execution:${machines}*:*`)],
      because: "Step Functions makes the ids of executions",
      source: STATES_POLICIES,
    },
  ];
}
