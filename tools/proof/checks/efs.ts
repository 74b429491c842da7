import type { Account, Tags } from "../account";
import { ASSIGNED } from "../assigned-ids";
import type { AwsCall } from "../aws-call";
import { contextInEc2, ec2Arn } from "./ec2";
import { type Question, requestTags, resourceTags, tagList } from "./question";

/**
 * EFS. Of mount targets the file system is asked about, and EC2 in the caller's name about their network interface.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticfilesystem.html
 * @see https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html
 */
export async function efs(call: AwsCall, account: Account): Promise<readonly Question[] | undefined> {
  const { operation, parameters } = call;
  const action = `elasticfilesystem:${operation}`;
  if (operation === "CreateFileSystem") return created(call, account);
  const { FileSystemId, MountTargetId, ResourceId, SubnetId, SecurityGroups, Tags, tagKeys } = parameters as {
    readonly [name in "FileSystemId" | "MountTargetId" | "ResourceId" | "SubnetId"]?: string;
  } & { readonly SecurityGroups?: readonly string[]; readonly Tags?: unknown; readonly tagKeys?: readonly string[] };
  const target = MountTargetId ? await account.mountTarget(MountTargetId) : undefined;
  const id = FileSystemId ?? ResourceId ?? target?.FileSystemId;
  if (!id) return operation === "DescribeFileSystems" ? [{ action, resource: "*" }] : undefined;
  const question = {
    action,
    resource: account.arn("elasticfilesystem", `file-system/${id}`),
    context: {
      ...requestTags(tagList(Tags)),
      ...(tagKeys && { "aws:TagKeys": [...tagKeys].sort() }),
      ...resourceTags(await tagsOf(id, account)),
    },
  };
  if (operation === "CreateMountTarget") {
    return [question, ...(await joining([SubnetId ?? "", ...(SecurityGroups ?? [])], account))];
  }
  const onInterface = ON_INTERFACES[operation];
  if (!onInterface || !target) return [question];
  const { NetworkInterfaceId } = target;
  const context = { ...(await contextInEc2(NetworkInterfaceId, account)), ...VIA_EFS };
  return [
    question,
    { action: onInterface, resource: ec2Arn("network-interface", NetworkInterfaceId, account), context },
  ];
}

/** A service that calls another one in the name of its caller. */
const VIA_EFS = { "aws:ViaAWSService": "true" };

/** What EC2 is asked about the network interface of a mount target. */
const ON_INTERFACES: Readonly<Record<string, string>> = {
  DeleteMountTarget: "ec2:DeleteNetworkInterface",
  DescribeMountTargetSecurityGroups: "ec2:DescribeNetworkInterfaceAttribute",
  ModifyMountTargetSecurityGroups: "ec2:ModifyNetworkInterfaceAttribute",
};

/** A new file system: its key is used in the caller's name. @see https://docs.aws.amazon.com/efs/latest/ug/EFSKMS.html */
function created({ operation, parameters, region }: AwsCall, account: Account): Question[] {
  const { Encrypted, KmsKeyId, Tags } = parameters;
  const tags = requestTags(tagList(Tags));
  const via = { ...VIA_EFS, "kms:ViaService": `elasticfilesystem.${region}.amazonaws.com` };
  const ofTheKey = (name: string, context = {}) => ({
    action: `kms:${name}`,
    resource: String(KmsKeyId),
    context: { ...via, ...context },
  });
  return [
    {
      action: "elasticfilesystem:CreateFileSystem",
      resource: "*",
      context: { ...tags, "elasticfilesystem:Encrypted": String(Encrypted ?? false) },
    },
    {
      action: "elasticfilesystem:TagResource",
      resource: account.arn("elasticfilesystem", `file-system/fs-${ASSIGNED}`),
      context: { ...tags, "elasticfilesystem:CreateAction": operation },
    },
    ...(KmsKeyId
      ? [
          ...["Decrypt", "DescribeKey", "GenerateDataKeyWithoutPlaintext"].map((name) => ofTheKey(name)),
          ofTheKey("CreateGrant", { "kms:GrantIsForAWSResource": "true" }),
        ]
      : []),
  ];
}

/** A mount target's network interface is made in the caller's name, without the caller's tags. */
async function joining(ids: readonly string[], account: Account): Promise<Question[]> {
  const action = "ec2:CreateNetworkInterface";
  const existing = ids.map(async (id) => ({
    action,
    resource: ec2Arn(id.startsWith("sg-") ? "security-group" : "subnet", id, account),
    context: { ...(await contextInEc2(id, account)), ...VIA_EFS },
  }));
  return [
    { action: "ec2:DescribeSubnets", resource: "*", context: VIA_EFS },
    { action: "ec2:DescribeNetworkInterfaces", resource: "*", context: VIA_EFS },
    { action, resource: ec2Arn("network-interface", `eni-${ASSIGNED}`, account), context: VIA_EFS },
    ...(await Promise.all(existing)),
  ];
}

async function tagsOf(id: string, account: Account): Promise<Tags> {
  const { Tags } = await account.json("elasticfilesystem", `/2015-02-01/resource-tags/${id}`);
  return tagList(Tags);
}
