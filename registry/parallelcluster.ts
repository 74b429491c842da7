import { ref, Token } from "cdktf";
import type { Arn } from "../modules/aws-environment";
import { type List, not } from "../modules/deferred";
import { firstGiven, given as namedTexts } from "../modules/deferred-text";
import { bucketOfParallelCluster, IAM_PATH } from "../stacks/parallelcluster/cluster-names";
import type { DataAccess } from "../stacks/parallelcluster/data-policy";
import type { AccessMode, Scheduler } from "../stacks/parallelcluster/iam-policy";
import { parallelclusterOutputs } from "../stacks/parallelcluster/outputs";
import { parallelclusterSettings } from "../stacks/parallelcluster/settings";
import { ParallelCluster } from "../stacks/parallelcluster/system";
import { FOR_ADMINISTRATORS } from "../stacks/people-settings";
import { checkAdditionalPolicies, clusterRelations } from "./cluster-relations";
import { IAM, KMS_KEY } from "./example-names";
import { peopleInputs } from "./people-inputs";
import { type Example, RegistryModule } from "./registry-module";
import { checkInputBuckets } from "./relations";
import { placeInputs } from "./system-inputs";

const SMALLEST: Example = {
  inputs: { name: "acme" },
  counts: {
    "aws_iam_policy.iam": 0,
    "aws_iam_policy.iam_policy_2": 1,
    "aws_iam_policy.logs": 1,
    "aws_iam_policy.awsbatch": 0,
    "aws_iam_policy.boundary": 0,
    "aws_iam_policy.fsx": 0,
    "aws_iam_role.roles_head_node": 1,
    "aws_iam_role.roles_login_node": 0,
    "aws_iam_role.roles_builder": 0,
    "aws_iam_role.user_role": 0,
  },
};

const EXISTING: Example = {
  inputs: {
    name: "acme",
    tags: { owner: "chemistry" },
    iam: { path: "/teams/", permissions_boundary: `${IAM}:policy/boundary` },
    release: "3.14",
    iam_access: "boundary",
    roles: true,
    cluster_prefix: "chem-",
    resource_prefix: "/hpc/chem-",
    bucket: { existing: "acme-hpc" },
    login_nodes: true,
    features: {
      fsx: { existing: ["fs-0123456789abcdef0"] },
      efs: { existing: ["fs-0123456789abcdef1"] },
      image_build: true,
      directory_secret: "arn:aws:secretsmanager:eu-west-2:111122223333:secret:hpc/directory-a1B2c3",
      hosted_zones: ["Z0123456789ABCDEFGHIJ"],
    },
    s3_access: [
      { bucket: "acme-references" },
      { bucket: "acme-results", prefix: "hpc/", write: true, kms_key: KMS_KEY },
    ],
    additional_policies: [`${IAM}:policy/team/scratch`],
    attach_to: { groups: ["chemists"] },
    assumable_by: [`${IAM}:user/ada`],
  },
  counts: {
    "aws_iam_policy.boundary": 0,
    "aws_iam_policy.data": 0,
    "aws_iam_policy.fsx": 1,
    "aws_iam_policy.image": 1,
    "aws_iam_role.roles_builder": 1,
    "aws_iam_role.roles_login_node": 1,
    "aws_iam_role.user_role": 1,
    "aws_iam_group_policy_attachment.user_attached_base_group": 1,
  },
};

/** AWS ParallelCluster as a Terraform module. */
export function parallelclusterModule(): RegistryModule {
  const module = new RegistryModule("parallelcluster", {
    about:
      "Permissions to use AWS ParallelCluster: a policy of users for each feature, roles of nodes, functions and builds of images, and a permissions boundary for the roles that ParallelCluster makes. IAM only.",
    administrators: `${FOR_ADMINISTRATORS}: nothing here holds what \`attach_to\` and \`assumable_by\` give.`,
    examples: { smallest: SMALLEST, existing: EXISTING },
    limits: [
      "A policy that may pass the quota of IAM is split in advance, for a module does not know how long its values are: with `iam_access` restricted, only the second part of `iam` is there. Together the parts allow what a stack allows.",
    ],
  });
  const place = placeInputs(module, "parallelcluster");
  // `version` of a module is Terraform's
  const given = module.settings(parallelclusterSettings, { version: "release" });
  checkAdditionalPolicies(module);
  checkInputBuckets(module, "s3_access");
  const parallelcluster = new ParallelCluster(module, "Default", {
    ...place,
    ...peopleInputs(module, given),
    release: Token.asNumber(module.localCondition("minor_release", ref('tonumber(split(".", var.release)[1])'))),
    scheduler: given.text<Scheduler>("scheduler"),
    iamAccess: given.text<AccessMode>("iamAccess"),
    roles: module.localCondition("roles", ref("coalesce(var.roles, false)")),
    clusterPrefix: module.localText("cluster_prefix", firstGiven(given.text("clusterPrefix"), "")),
    resourcePrefix: {
      text: given.text("resourcePrefix"),
      path: module.localText(
        "role_path",
        Token.asString(ref(`try(regex("^.*/", var.resource_prefix), "${IAM_PATH}")`)),
      ),
      name: module.localText(
        "role_name_prefix",
        Token.asString(ref('try(regex("[^/]+$", var.resource_prefix), null)')),
      ),
    },
    bucketName: module.localText(
      "bucket_name",
      firstGiven(given.text("bucket.existing"), bucketOfParallelCluster(place.aws)),
    ),
    createsBucket: module.localCondition("creates_bucket", not(given.given("bucket"))),
    loginNodes: given.flag("loginNodes"),
    functionsInNetwork: given.flag("functionsInNetwork"),
    secrets: namedTexts(
      ...["directorySecret", "databaseSecret", "mungeKeySecret"].map((name) => given.text<Arn>(`features.${name}`)),
    ),
    hostedZones: given.texts("features.hostedZones"),
    fsx: {
      there: given.given("features.fsx"),
      existing: given.texts("features.fsx.existing"),
      buckets: given.texts("features.fsx.buckets"),
    },
    efs: { there: given.given("features.efs"), existing: given.texts("features.efs.existing") },
    imageBuild: given.flag("features.imageBuild"),
    logRetrieval: given.flag("features.logRetrieval"),
    data: given.list<DataAccess>("s3Access"),
    additionalPolicies: given.texts("additionalPolicies") as List<Arn>,
  });
  module.systemOutputs(parallelclusterOutputs(parallelcluster), { iam_access: clusterRelations() });
  return module;
}
