import type { Things } from "../../contract-calls";
import type { Scene } from "./place";

/** File systems, and the data in buckets. */
export function storageThings(scene: Scene) {
  const fsx = (resource: string) => scene.arn("fsx", resource);
  const fileSystem = fsx("file-system/fs-0123456789abcdef0");
  const association = fsx("association/fs-0123456789abcdef0/dra-0123456789abcdef0");
  const efs = scene.arn("elasticfilesystem", "file-system/fs-0123456789abcdef1");
  const s3 = (path: string) => scene.global("s3", path);
  const bucketOf = (name: string) => scene.named(() => s3(name), { "somebody else's": s3("payroll") });
  const listing = "s3:prefix";
  return {
    "file system in a stack": scene.inStacks({ fileSystem }),
    "backup in a stack": scene.inStacks({ backup: fsx("backup/backup-0123456789abcdef0") }),
    "association in a stack": scene.inStacks({ association }),
    "file system or association in a stack": scene.inStacks({ association, fileSystem }),
    "bucket of a file system": bucketOf("acme-lustre"),
    "object of a file system": scene.named(() => s3("acme-lustre/run/1.bam"), {
      "somebody else's": s3("payroll/run/1.bam"),
    }),
    "new shared file system": scene.inStacks({ anything: "*" }),
    "any shared file system": scene.any({ efs }),
    "shared file system": scene.tagged({ efs }),
    "shared file system in a stack": scene.inStacks({ efs }),
    "bucket of data": {
      ours: { references: { resource: s3("acme-references") }, results: { resource: s3("acme-results") } },
      theirs: { "somebody else's": { resource: s3("payroll") } },
    },
    "bucket of references": bucketOf("acme-references"),
    "listing of results": {
      ours: { ours: { resource: s3("acme-results"), context: { [listing]: "hpc/run1/" } } },
      theirs: {
        "of another folder": { resource: s3("acme-results"), context: { [listing]: "payroll/" } },
        "of everything": { resource: s3("acme-results") },
      },
    },
    "object of references": scene.named(() => s3("acme-references/hg38.fa"), {
      "somebody else's": s3("payroll/hg38.fa"),
    }),
    "object of results": scene.named(() => s3("acme-results/hpc/1.bam"), {
      "in another folder": s3("acme-results/payroll/1.bam"),
      "in references": s3("acme-references/hpc/1.bam"),
    }),
  } satisfies Record<string, Things>;
}
