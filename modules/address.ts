import { type TerraformElement, TerraformResource, type TerraformStack } from "cdktf";
import { TerraformDataSource } from "cdktf/lib/terraform-data-source";

/** Who has which address, in every stack: an address that two elements have would be one resource. */
const taken = new WeakMap<TerraformStack, Map<string, TerraformElement>>();

/**
 * The name of an element in Terraform's addresses: its path in the tree, without hashes.
 *
 * A last part that the resource's type already says is left out, so that the bucket and the versioning of a data bucket
 * `data` are `aws_s3_bucket.data` and `aws_s3_bucket_versioning.data`; a thing at the top is `this`. Addresses are
 * contract: changing one destroys and recreates what it names.
 *
 * @throws where another element of the same type has the address, or where the ids are no name for Terraform
 */
export function addressName(element: TerraformElement): string {
  const { type, kind } = typeOf(element);
  const parts = element.node.path
    .slice(element.cdktfStack.node.path.length + 1)
    .split("/")
    .filter((part) => part !== "Default");
  const last = parts.at(-1)?.replaceAll("-", "_") ?? "";
  if (type === last || type.endsWith(`_${last}`)) parts.pop();
  const name = parts.join("_").replaceAll("-", "_") || "this";
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new Error(
      `'${element.node.path}' must have an address of letters, digits and underscores, a digit never first, got '${name}': choose other construct ids`,
    );
  }
  claim(element, `${kind}.${name}`);
  return name;
}

function claim(element: TerraformElement, address: string): void {
  const addresses = taken.get(element.cdktfStack) ?? new Map<string, TerraformElement>();
  taken.set(element.cdktfStack, addresses);
  const owner = addresses.get(address) ?? element;
  if (owner !== element) {
    throw new Error(
      `'${owner.node.path}' and '${element.node.path}' have the same address '${address}': give one of them another id`,
    );
  }
  addresses.set(address, element);
}

/** The type in Terraform's words, where it has one, and what an address begins with. */
function typeOf(element: TerraformElement): { type: string; kind: string } {
  if (element instanceof TerraformResource) {
    return { type: element.terraformResourceType, kind: element.terraformResourceType };
  }
  if (element instanceof TerraformDataSource) {
    return { type: element.terraformResourceType, kind: `data.${element.terraformResourceType}` };
  }
  return { type: "", kind: element.constructor.name };
}
