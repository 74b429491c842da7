import { z } from "zod";
import { instanceType, objectPrefix, repositoryPrefix, sshPublicKey, subnetId } from "../../modules/aws-rules";
import {
  batchSettings,
  checkInstanceRole,
  existingInstanceProfile,
  existingRole,
  oneQueueSettings,
} from "../batch-settings";
import { bucketSettings, checkInputBuckets, inputBucketsSettings, kmsKey } from "../bucket-settings";
import { ipv4 } from "../network-settings";
import { either, flag, list, relating, section, text, whole } from "../settings-field";

const ssh = section({
  publicKey: text(sshPublicKey).describe("Public half of your SSH key, one line: ssh-ed25519 or ssh-rsa."),
  from: list(
    ipv4(8, 32, "IPv4 ranges of /8 to /32 that you know, such as 203.0.113.0/24; never the whole Internet"),
    "IPv4 ranges",
  ).describe("Ranges that may reach the machine by SSH; never 0.0.0.0/0."),
});

/**
 * The machine that runs the pipeline.
 *
 * t3.medium where the document has t2.micro: Nextflow's Java takes a quarter of the memory for its heap, and a quarter
 * of 1 GiB is too little for it. See https://www.nextflow.io/blog/2024/optimizing-nextflow-for-hpc-and-cloud-at-scale.html
 */
const machine = section({
  instanceType: text(instanceType).default("t3.medium").describe("Instance type of the machine."),
  rootGiB: whole(8, 16_384).default(30).describe("Size of its first volume."),
  dataGiB: whole(1, 16_384).optional().describe("Size of a second volume. Default: none."),
  volumeKmsKey: kmsKey("its volumes"),
  elasticIp: flag().default(false).describe("Whether it has a public address that outlives a stop."),
  ssh: ssh.optional().describe("SSH for named ranges. Default: none; Session Manager needs no open port."),
  subnet: text(subnetId)
    .optional()
    .describe("Id of its subnet in a network that exists. Default: one of the network's."),
  instanceRole: existingRole.optional().describe("Role of the machine that exists already. Default: one is created."),
  instanceProfile: existingInstanceProfile
    .optional()
    .describe("Instance profile of the machine that exists already. Default: one is created."),
});

const duet = section({
  bucket: bucketSettings.describe("Bucket that results and the work directory live in: a new one, or one that exists."),
  inputBuckets: inputBucketsSettings.optional().describe("Buckets that pipelines only read. Default: none."),
  workDir: section({
    prefix: text(objectPrefix)
      .default("nf-work/")
      .describe("Nextflow's work directory: a folder below the bucket's prefix."),
    expireAfterDays: whole(1, 3650)
      .default(14)
      .describe("Days after which what lies in the work directory is deleted."),
  })
    .prefault({})
    .describe("Nextflow's work directory, whose objects are deleted by themselves."),
  repositoryPrefix: text(repositoryPrefix)
    .optional()
    .describe("Namespace of the container repositories that pipelines may create and push to. Default: <name>-duet/."),
  virtualMachine: either("false, or a section with the machine's settings", [
    z.literal(false),
    relating(machine, ["instanceRole", "instanceProfile"], checkInstanceRole),
  ])
    .prefault({})
    .describe("Machine that runs the pipeline, reached by Session Manager; false where Nextflow runs elsewhere."),
  batch: batchSettings,
  queue: oneQueueSettings,
});

/** biomodal duet pipelines: `systems.duet` of the settings. */
export const duetSettings = relating(duet, ["bucket", "inputBuckets"], ({ bucket, inputBuckets = [] }, refuse) => {
  const name = "create" in bucket ? bucket.create : bucket.existing;
  checkInputBuckets({ bucket: name, prefix: bucket.prefix }, inputBuckets, refuse);
}).describe("biomodal duet pipelines: a bucket, a machine that runs Nextflow, and AWS Batch.");
