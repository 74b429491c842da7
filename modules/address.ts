import { type TerraformElement, TerraformResource } from "cdktf";
import { TerraformDataSource } from "cdktf/lib/terraform-data-source";

/**
 * The name of an element in Terraform's addresses: its path in the tree, without hashes.
 *
 * A last part that the resource's type already says is left out, so that the bucket and the versioning of a data bucket
 * `data` are `aws_s3_bucket.data` and `aws_s3_bucket_versioning.data`; a thing at the top is `this`. Addresses are
 * contract: changing one destroys and recreates what it names.
 */
export function addressName(element: TerraformElement): string {
  const parts = element.node.path
    .slice(element.cdktfStack.node.path.length + 1)
    .split("/")
    .filter((part) => part !== "Default");
  const type =
    element instanceof TerraformResource || element instanceof TerraformDataSource ? element.terraformResourceType : "";
  const last = parts.at(-1)?.replaceAll("-", "_") ?? "";
  if (type === last || type.endsWith(`_${last}`)) parts.pop();
  return parts.join("_").replaceAll("-", "_") || "this";
}
