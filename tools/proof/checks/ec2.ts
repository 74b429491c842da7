import { type ActionFacts, actionFacts } from "../../../modules/iam-reference";
import type { Account, Tags } from "../account";
import { ASSIGNED } from "../assigned-ids";
import type { AwsCall } from "../aws-call";
import type { Parameters } from "../form-parameters";
import type { RequestContext } from "../judge";
import { passRole, type Question, requestTags, resourceTags, tagList } from "./question";

/** Resource types by the first word of the ids that EC2 assigns. */
const TYPES: Readonly<Record<string, string>> = {
  ami: "image",
  eipalloc: "elastic-ip",
  eni: "network-interface",
  i: "instance",
  igw: "internet-gateway",
  lt: "launch-template",
  nat: "natgateway",
  rtb: "route-table",
  sg: "security-group",
  sgr: "security-group-rule",
  subnet: "subnet",
  vol: "volume",
  vpc: "vpc",
  vpce: "vpc-endpoint",
};

const ID = /^([a-z]+|iip-assoc)-[0-9a-f]{8,17}$/;

/**
 * EC2: a call acts on several resources, and the reference says of which types.
 *
 * Ids in the request name what exists; of a type that is required and not named, or that the request gives tags to, the
 * call makes one. Such tags take a check of their own, `ec2:CreateTags` with `ec2:CreateAction`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
export async function ec2(call: AwsCall, account: Account): Promise<readonly Question[] | undefined> {
  const { operation, parameters } = call;
  const action = `ec2:${operation}`;
  const facts = actionFacts(action);
  if (!facts) return undefined;
  if (facts.wildcardOnly) return [{ action, resource: "*" }];
  if (ENDING.test(operation)) await account.rememberAddresses();
  const named = await namedIn(parameters, facts, account);
  const made = await madeBy(call, facts, named, account);
  const profile = PROFILED.test(operation) ? nameOf(parameters.IamInstanceProfile) : "";
  const roles = profile ? await account.rolesIn(profile) : [];
  const given: RequestContext =
    profile && !MAKING.test(operation) ? { "ec2:NewInstanceProfile": await arnOf(profile, account) } : {};
  return [
    ...named.map(({ resource, context }) => ({ action, resource, context: { ...context, ...tagged(call), ...given } })),
    ...made.flatMap(({ resource, tags, context }) => [
      { action, resource, context: { ...context, ...requestTags(tags) } },
      ...(Object.keys(tags).length > 0 ? [tagging(resource, tags, operation)] : []),
    ]),
    ...(named.length + made.length === 0 ? [unnamed(call)] : []),
    ...roles.map((role) => passRole(role, "ec2.amazonaws.com")),
    ...keysOf(parameters).flatMap((key) => ofTheKey(key, call.region)),
  ];
}

/** Of what takes resources and names none, only looking is about anything. */
function unnamed({ operation }: AwsCall): Question {
  if (!operation.startsWith("Describe"))
    throw new Error(`ec2:${operation} must name something that is known, got none`);
  return { action: `ec2:${operation}`, resource: "*" };
}

interface Thing {
  readonly type: string;
  readonly resource: string;
  readonly context: RequestContext;
}

/** What exists and is named, with its tags and its VPC. */
async function namedIn(parameters: Parameters, facts: ActionFacts, account: Account): Promise<Thing[]> {
  const { Filter: _, KeyName, ...rest } = parameters;
  const ids = new Set(idsIn(rest));
  for (const id of ids) for (const joined of await joinedBy(id, account)) ids.add(joined);
  const takes = (type: string | undefined) => facts.resourceTypes.some(({ name }) => name === type);
  const things = [...ids].map(async (id): Promise<Thing[]> => {
    const type = TYPES[wordOf(id)];
    if (!type || !takes(type)) return [];
    return [{ type, resource: ec2Arn(type, id, account), context: await contextInEc2(id, account) }];
  });
  // what is imported under a name is not there yet
  const pairs = takes("key-pair") && facts.action !== "ec2:ImportKeyPair" ? keyPairsIn(KeyName, ids) : [];
  for (const [by, value] of pairs) things.push(keyPair(by, value, account));
  return (await Promise.all(things)).flat();
}

/** Key pairs are named by their names where they are used, and by ids where they are tagged. */
function keyPairsIn(name: unknown, ids: ReadonlySet<string>): (readonly ["KeyName" | "KeyPairId", string])[] {
  const byId = [...ids].filter((id) => id.startsWith("key-")).map((id) => ["KeyPairId", id] as const);
  return typeof name === "string" ? [["KeyName", name], ...byId] : byId;
}

async function keyPair(by: "KeyName" | "KeyPairId", value: string, account: Account): Promise<Thing[]> {
  const { name, tags } = await account.keyPair(by, value);
  return [{ type: "key-pair", resource: ec2Arn("key-pair", name, account), context: resourceTags(tags) }];
}

/** An association is no resource: the route table and the subnet are, or the address or instance whose it is. */
async function joinedBy(id: string, account: Account): Promise<string[]> {
  if (id.startsWith("iip-assoc-")) return account.instancesOf(id);
  if (id.startsWith("eipassoc-")) return [await account.addressOf(id)].filter((address) => address !== undefined);
  if (!id.startsWith("rtbassoc-")) return [];
  const item = (await account.inEc2(id)).split("<item>").find((part) => part.includes(id)) ?? "";
  return [...(/\brtb-[0-9a-f]+/.exec(item) ?? []), ...(/\bsubnet-[0-9a-f]+/.exec(item) ?? [])];
}

/** Operations that end associations, whose ids are still named afterwards. */
const ENDING = /^(DeleteNatGateway|TerminateInstances)$/;

/** Operations that make what the reference requires and the request does not name. */
const MAKING = /^(Allocate|Create|Import|Run)(?!Tags)/;

/** Operations that hand the roles of a profile to an instance; a template hands over none before something is run from it. */
const PROFILED = /^(RunInstances|AssociateIamInstanceProfile|ReplaceIamInstanceProfileAssociation)$/;

/** What a call makes, by a made-up id, with the tags that the request gives it. */
async function madeBy(
  { operation, parameters }: AwsCall,
  { action, resourceTypes }: ActionFacts,
  named: readonly Thing[],
  account: Account,
): Promise<(Thing & { readonly tags: Tags })[]> {
  const isNamed = (type: string) => named.some((thing) => thing.type === type);
  const missing = resourceTypes.filter(({ name, required }) => required && !isNamed(name)).map(({ name }) => name);
  if (missing.length > 0 && !MAKING.test(operation)) throw new Error(`${action} must name ${missing}, got none`);
  const specified = specifications(parameters).map(({ ResourceType }) => ResourceType);
  // every instance has a first volume, named or not
  const types = new Set([...missing, ...specified, ...(operation === "RunInstances" ? ["volume"] : [])]);
  return Promise.all(
    [...types].map(async (type) => {
      const word = Object.keys(TYPES).find((each) => TYPES[each] === type) ?? type;
      const id = type === "key-pair" ? String(parameters.KeyName) : `${word}-${ASSIGNED}`;
      const profile = type === "instance" && parameters.IamInstanceProfile;
      const arn = profile ? await arnOf(nameOf(profile), account) : undefined;
      const own = specifications(parameters).filter(({ ResourceType }) => ResourceType === type);
      return {
        type,
        resource: ec2Arn(type, id, account),
        context: { ...(arn && { "ec2:InstanceProfile": arn }) },
        tags: Object.assign({}, ...own.map(({ Tag }) => tagList(Tag))) as Tags,
      };
    }),
  );
}

function tagging(resource: string, tags: Tags, operation: string): Question {
  return { action: "ec2:CreateTags", resource, context: { ...requestTags(tags), "ec2:CreateAction": operation } };
}

/** Keys of a call that tags what exists. */
function tagged({ operation, parameters }: AwsCall): RequestContext {
  if (operation === "CreateTags") return requestTags(tagList(parameters.Tag));
  if (operation !== "DeleteTags") return {};
  return { "aws:TagKeys": Object.keys(tagList(parameters.Tag)).sort() };
}

/** Keys of a request on a thing that exists: its tags, its VPC, and of an image its owner. */
export async function contextInEc2(id: string, account: Account): Promise<RequestContext> {
  const [, vpc] = /<vpcId>(vpc-[0-9a-f]+)</.exec(await account.inEc2(id)) ?? [];
  const owner = id.startsWith("ami-") ? await account.ownerOfImage(id) : undefined;
  return {
    ...resourceTags(await account.ec2Tags(id)),
    ...(vpc && { "ec2:Vpc": ec2Arn("vpc", vpc, account) }),
    ...(owner && { "ec2:Owner": owner }),
  };
}

/**
 * EC2 uses the KMS key of volumes in the caller's name.
 *
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html#ebs-encryption-permissions
 */
function ofTheKey(resource: string, region: string): Question[] {
  const context = { "aws:ViaAWSService": "true", "kms:ViaService": `ec2.${region}.amazonaws.com` };
  const actions = ["Decrypt", "DescribeKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"];
  return [
    ...actions.map((action) => ({ action: `kms:${action}`, resource, context })),
    { action: "kms:CreateGrant", resource, context: { ...context, "kms:GrantIsForAWSResource": "true" } },
  ];
}

function keysOf({ BlockDeviceMapping = [] }: Parameters): string[] {
  const mappings = BlockDeviceMapping as readonly { readonly Ebs?: { readonly KmsKeyId?: string } }[];
  return [...new Set(mappings.flatMap(({ Ebs }) => Ebs?.KmsKeyId ?? []))];
}

function specifications({ TagSpecification = [] }: Parameters): { ResourceType: string; Tag: unknown }[] {
  return TagSpecification as { ResourceType: string; Tag: unknown }[];
}

/** An instance profile as a request names it. */
function nameOf(profile: unknown): string {
  const { Name, Arn } = (profile ?? {}) as { readonly Name?: string; readonly Arn?: string };
  return Name ?? Arn ?? "";
}

async function arnOf(profile: string, account: Account): Promise<string> {
  return (await account.inIam("instance-profile", profile.split("/").at(-1) as string)).arn;
}

/** Every id in a request, however deep; a template's data is no request. */
function idsIn(value: unknown): string[] {
  if (typeof value === "string") return ID.test(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  const { LaunchTemplateData: _, ...rest } = value as Parameters;
  return Object.values(Array.isArray(value) ? value : rest).flatMap(idsIn);
}

function wordOf(id: string): string {
  return id.slice(0, id.lastIndexOf("-"));
}

/** ARN of a thing of EC2 by its type and id; images belong to no account. */
export function ec2Arn(type: string, id: string, account: Account): string {
  const arn = account.arn("ec2", `${type}/${id}`);
  return type === "image" ? arn.replace(`:${account.number}:`, "::") : arn;
}
