import type { PolicyJson } from "../modules/policy-document";
import { all, type Block, statements, type TerraformJson } from "./synth";

/** What is attached to a role of a stack, by the role's name in Terraform's addresses: the policies as AWS gets them. */
export function rolePolicies(stack: TerraformJson, role: string): PolicyJson[] {
  const attached = all(stack.resource, "aws_iam_role_policy_attachment").filter(
    (attachment) => attachment.role === `\${aws_iam_role.${role}.name}`,
  );
  return attached.map(({ policy_arn: arn }) => {
    const name = /^\$\{aws_iam_policy\.(\w+)\.arn\}$/.exec(String(arn))?.[1];
    const policy = name ? stack.resource.aws_iam_policy?.[name] : undefined;
    if (!policy) throw new Error(`role '${role}' must have policies of the stack only, got ${arn}`);
    return policyJson(stack, policy.policy);
  });
}

/** The document that a value of a stack refers to: `${data.aws_iam_policy_document.machine_policy.minified_json}`. */
export function policyJson(stack: TerraformJson, reference: unknown): PolicyJson {
  const name = /^\$\{data\.aws_iam_policy_document\.(\w+)\.minified_json\}$/.exec(String(reference))?.[1];
  if (!name) throw new Error(`a policy must be a document of the stack, got ${reference}`);
  const text = JSON.stringify(statements(stack, name));
  if (text.includes("${")) throw new Error(`document '${name}' has parts that only Terraform knows: ${text}`);
  // IAM's own variables stand in Terraform's document by another sign
  const written: Block[] = JSON.parse(text.replaceAll("&{", "${"));
  return { Version: "2012-10-17", Statement: written.map(statementJson) };
}

/** The policies' characters, each without white space, as IAM counts its quota. */
export function policySizes(policies: readonly PolicyJson[]): number[] {
  return policies.map((policy) => JSON.stringify(policy).length);
}

interface ConditionBlock {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}

interface PrincipalBlock {
  readonly type: string;
  readonly identifiers: readonly string[];
}

function statementJson({ sid, effect = "Allow", actions, resources, principals, condition }: Block): Block {
  return {
    Sid: sid,
    Effect: effect,
    Action: actions,
    ...(resources !== undefined && { Resource: resources }),
    ...(principals !== undefined && { Principal: principalJson(principals as PrincipalBlock[]) }),
    ...(condition !== undefined && { Condition: conditionJson(condition as ConditionBlock[]) }),
  };
}

function principalJson(principals: readonly PrincipalBlock[]): unknown {
  if (principals.some(({ type }) => type === "*")) return "*";
  return Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers]));
}

function conditionJson(conditions: readonly ConditionBlock[]): unknown {
  const json: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of conditions) json[test] = { ...json[test], [variable]: values };
  return json;
}
