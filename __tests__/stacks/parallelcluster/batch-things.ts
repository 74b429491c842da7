import type { Things } from "../../contract-calls";
import { MADE, type Scene } from "./place";

/** What AWS Batch has of a cluster. */
export function batchThings(scene: Scene) {
  const batch = (resource: string) => scene.arn("batch", resource);
  const environment = batch(`compute-environment/PclusterComputeEnviron-${MADE}`);
  const queue = batch(`job-queue/PclusterJobQueue-${MADE}`);
  const definition = batch(`job-definition/PclusterJobDefinition-${MADE}`);
  const their = { environment: batch("compute-environment/payroll"), queue: batch("job-queue/payroll") };
  const theirDefinition = { "somebody else's": batch("job-definition/payroll") };
  const cluster = scene.arn("ecs", `cluster/AWSBatch-PclusterComputeEnviron-${MADE}-0a1b2c3d`);
  const instance = scene.arn("ecs", `container-instance/AWSBatch-PclusterComputeEnviron-${MADE}-0a1b2c3d/0a1b2c3d`);
  const repository = scene.arn("ecr", "repository/run1-parallelclusterdockerimagesrepo-0a1b2c3d");
  const project = (name: string) => scene.arn("codebuild", `project/pcluster-${name}-build-docker-images-project`);
  const rule = (name: string) => scene.arn("events", `rule/${name}-CodeBuildNotificationRule-${MADE}`);
  const stream = (name: string) => scene.arn("logs", `log-group:/aws/batch/job:log-stream:${name}/default/0a1b2c3d`);
  return {
    environment: scene.named(() => environment, { "somebody else's": their.environment }),
    queue: scene.named(() => queue, { "somebody else's": their.queue }),
    "definition of jobs": scene.named(() => definition, theirDefinition),
    "revision in a stack": scene.inStacks(
      { definition: `${definition}:1` },
      { "somebody else's": batch("job-definition/payroll:1") },
    ),
    "definition in a stack": scene.inStacks({ definition }, theirDefinition),
    "thing of Batch in a stack": scene.inStacks({ environment, queue, revision: `${definition}:1` }, their),
    job: scene.any({ job: batch("job/0a1b2c3d-0000-4000-8000-0123456789ab") }),
    "cluster of ECS": scene.named(() => cluster, { "somebody else's": scene.arn("ecs", "cluster/payroll") }),
    "container instance": scene.named(() => instance, {
      "somebody else's": scene.arn("ecs", "container-instance/payroll/0a1b2c3d"),
    }),
    "project in a stack": scene.inStacks(
      { project: project(scene.cluster) },
      { "somebody else's": scene.arn("codebuild", "project/payroll") },
    ),
    "repository in a stack": scene.inStacks(
      { repository },
      { "somebody else's": scene.arn("ecr", "repository/payroll") },
    ),
    "rule in a stack": scene.inStacks(
      { rule: rule(scene.cluster) },
      { "somebody else's": scene.arn("events", "rule/payroll") },
    ),
    "log stream of a job": scene.named(() => stream("PclusterJobDefinition"), { "somebody else's": stream("payroll") }),
  } satisfies Record<string, Things>;
}
