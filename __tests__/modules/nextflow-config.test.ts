import { TerraformOutput, TerraformVariable } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { nextflowConfig } from "../../modules/nextflow-config";
import { synth } from "../synth";

const PROPS = {
  queueName: "acme-duet-queue",
  aws: AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" }),
  workDir: "s3://acme-duet/nf-work",
  cliPath: "/opt/aws-cli/bin/aws",
};

describe("the Nextflow configuration", () => {
  test("names executor, queue, work directory, region and the AWS CLI", () => {
    expect(nextflowConfig(PROPS)).toBe(`process {
  executor = 'awsbatch'
  queue = 'acme-duet-queue'
}

workDir = 's3://acme-duet/nf-work'

aws {
  region = 'eu-west-2'
  batch.cliPath = '/opt/aws-cli/bin/aws'
}
`);
  });

  test("says that we pay where buckets want it, inside of the aws section", () => {
    const [, aws] = nextflowConfig({ ...PROPS, requesterPays: true }).split("aws {");
    expect(aws).toBe(`
  region = 'eu-west-2'
  batch.cliPath = '/opt/aws-cli/bin/aws'
  client.requesterPays = true
}
`);
  });

  test("names the endpoint of S3 in China, which Nextflow does not find by itself", () => {
    const aws = AwsEnvironment.of({ account: "111122223333", region: "cn-north-1" });
    expect(nextflowConfig({ ...PROPS, aws })).toContain(
      "\n  client.endpoint = 'https://s3.cn-north-1.amazonaws.com.cn'\n",
    );
  });

  test("sends labelled processes to their own queues", () => {
    const [, process] = nextflowConfig({ ...PROPS, labelledQueues: { gpu: "acme-gpu" } }).split("process {");
    expect(process?.split("}\n\nworkDir")[0]).toBe(`
  executor = 'awsbatch'
  queue = 'acme-duet-queue'
  withLabel: 'gpu' { queue = 'acme-gpu' }
`);
  });

  test("names the role of jobs and what is mounted into them", () => {
    const jobRoleArn = "arn:aws:iam::111122223333:role/acme-job";
    const [, aws] = nextflowConfig({ ...PROPS, jobRoleArn, volumes: ["/scratch", "/opt/tools"] }).split("aws {");
    expect(aws).toBe(`
  region = 'eu-west-2'
  batch.cliPath = '/opt/aws-cli/bin/aws'
  batch.jobRole = '${jobRoleArn}'
  batch.volumes = ['/scratch', '/opt/tools']
}
`);
  });

  test("is filled in by Terraform where it knows the values", () => {
    const { output } = synth((stack) => {
      const variable = (name: string, type = "string") => new TerraformVariable(stack, name, { type });
      const value = nextflowConfig({
        queueName: variable("queue").stringValue,
        aws: AwsEnvironment.lookup(stack),
        workDir: `s3://${variable("bucket").stringValue}/nf-work`,
        cliPath: "/opt/aws-cli/bin/aws",
        requesterPays: variable("requester_pays", "bool").booleanValue,
      });
      new TerraformOutput(stack, "config", { value });
    });
    expect(output.config?.value).toBe(`process {
  executor = 'awsbatch'
  queue = '\${var.queue}'
}

workDir = 's3://\${var.bucket}/nf-work'

aws {
  region = '\${data.aws_region.this.name}'
  batch.cliPath = '/opt/aws-cli/bin/aws'\${var.requester_pays ? "\\n  client.requesterPays = true" : ""}\${(data.aws_partition.this.partition == "aws-cn") ? "\\n  client.endpoint = 'https://s3.\${data.aws_region.this.name}.amazonaws.com.cn'" : ""}
}
`);
  });
});
