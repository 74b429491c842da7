import { TerraformDataSource, type TerraformElement, type TerraformOutput, type TerraformResource } from "cdktf";
import { resolve } from "cdktf/lib/_tokens";
import { PolicyDocument } from "../modules/policy-document";
import { type Body, hclBlock, hclExpression } from "./hcl";
import { inLine, type ProviderLine } from "./provider-line";
import type { Validation } from "./validation";

/** A resource or a data source as a block, with the reason of a wildcard above its statement. */
export function elementBlock(element: TerraformResource | TerraformDataSource, body: Body, line: ProviderLine): string {
  const reasons = reasonsOf(element);
  const kind = element instanceof TerraformDataSource ? "data" : "resource";
  const { terraformResourceType: type, friendlyUniqueId: name } = element;
  const written = inLine(line, kind === "data" ? `data.${type}` : type, body);
  return hclBlock(kind, [type, name], written, (block, { sid }) =>
    block === "statement" ? reasons.get(String((sid as { value?: unknown })?.value ?? sid)) : undefined,
  );
}

/** An output as a block, with what must hold for it. */
export function outputBlock(output: TerraformOutput, precondition: readonly Validation[] = []): string {
  const { value, description } = output;
  const body = resolve(output.cdktfStack, { description, value }) as Record<string, unknown>;
  const checked = precondition.length > 0 ? { precondition: { value: precondition, isBlock: true } } : {};
  return hclBlock("output", [output.friendlyUniqueId], { ...body, ...checked });
}

/** What a module asks of Terraform and of the provider. */
export function versionsBlock({ terraform, aws }: { readonly terraform: string; readonly aws: string }): string {
  return [
    "terraform {",
    `required_version = ${hclExpression(terraform)}`,
    "",
    "required_providers {",
    `aws = ${hclExpression({ source: "hashicorp/aws", version: aws })}`,
    "}",
    "}",
  ].join("\n");
}

function reasonsOf(element: TerraformElement): Map<string, string | undefined> {
  const document = element.node.scope;
  const statements = document instanceof PolicyDocument ? document.statements : [];
  return new Map(statements.map(({ sid, because }) => [String(resolve(element.cdktfStack, sid)), because]));
}
