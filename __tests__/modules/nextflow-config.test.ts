import { TerraformOutput, TerraformVariable } from "cdktf";
import { nextflowConfig } from "../../modules/nextflow-config";
import { synth } from "../synth";

const PROPS = {
  queueName: "acme-duet-queue",
  region: "eu-west-2",
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
        region: variable("region").stringValue,
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
  region = '\${var.region}'
  batch.cliPath = '/opt/aws-cli/bin/aws'\${var.requester_pays ? "\\n  client.requesterPays = true" : ""}
}
`);
  });
});
