import { TerraformVariable } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { ComputeEnvironment } from "../../modules/compute-environment";
import { JobQueue, type JobQueueProps } from "../../modules/job-queue";
import { only, synth } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });

function queue(props: Partial<JobQueueProps> = {}) {
  const json = synth((stack) => {
    const environments = ["first", "second"].map(
      (name) =>
        new ComputeEnvironment(stack, name, {
          environmentName: name,
          type: "FARGATE",
          subnetIds: ["subnet-1"],
          securityGroupIds: ["sg-1"],
        }),
    );
    new JobQueue(stack, "queue", { aws, queueName: "acme-queue", environments, ...props });
  });
  return only(json.resource, "aws_batch_job_queue");
}

describe("a job queue", () => {
  test("asks its environments for room in the order they are named", () => {
    expect(queue().compute_environment_order).toEqual([
      { order: 1, compute_environment: "${aws_batch_compute_environment.first.arn}" },
      { order: 2, compute_environment: "${aws_batch_compute_environment.second.arn}" },
    ]);
  });

  test("has its name, a low priority unless it is told another one, and takes jobs at once", () => {
    expect(queue()).toMatchObject({ name: "acme-queue", priority: 1, state: "ENABLED" });
    expect(queue({ priority: 0 })).toMatchObject({ priority: 0 });
    expect(queue({ tags: { owner: "genomics" } })).toMatchObject({ tags: { owner: "genomics" } });
  });

  test("has an ARN that is known before it exists", () => {
    synth((stack) => {
      const { queueArn } = new JobQueue(stack, "queue", { aws, queueName: "acme-queue", environments: [] });
      expect(queueArn).toBe("arn:aws:batch:eu-west-2:111122223333:job-queue/acme-queue");
    });
  });

  test("takes a name and a priority that Terraform knows", () => {
    const { resource } = synth((stack) => {
      const variable = (name: string, type: string) => new TerraformVariable(stack, name, { type });
      new JobQueue(stack, "queue", {
        aws,
        queueName: variable("name", "string").stringValue,
        priority: variable("priority", "number").numberValue,
        environments: [],
      });
    });
    expect(only(resource, "aws_batch_job_queue")).toMatchObject({ name: "${var.name}", priority: "${var.priority}" });
  });

  test("keeps jobs that cannot start unless it is told how long", () => {
    expect(queue().job_state_time_limit_action).toBeUndefined();
  });

  test("cancels jobs that cannot start after the minutes for their reason", () => {
    const limits = queue({ cancelAfterMinutes: { noCapacity: 240, noInstanceFits: 10 } }).job_state_time_limit_action;
    expect(limits).toEqual([
      {
        action: "CANCEL",
        state: "RUNNABLE",
        reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
        max_time_seconds: 14400,
      },
      {
        action: "CANCEL",
        state: "RUNNABLE",
        reason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
        max_time_seconds: 600,
      },
    ]);
  });
});
