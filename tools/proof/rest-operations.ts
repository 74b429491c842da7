import type { Parameters } from "./form-parameters";

/**
 * Operations of services that name them by method and path; `{X}` is a parameter in the path.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Operations.html
 * @see https://docs.aws.amazon.com/efs/latest/ug/API_Operations.html
 */
const ROUTES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  batch: {
    "POST /v1/createcomputeenvironment": "CreateComputeEnvironment",
    "POST /v1/createjobqueue": "CreateJobQueue",
    "POST /v1/deletecomputeenvironment": "DeleteComputeEnvironment",
    "POST /v1/deletejobqueue": "DeleteJobQueue",
    "POST /v1/describecomputeenvironments": "DescribeComputeEnvironments",
    "POST /v1/describejobqueues": "DescribeJobQueues",
    "POST /v1/updatecomputeenvironment": "UpdateComputeEnvironment",
    "POST /v1/updatejobqueue": "UpdateJobQueue",
    "GET /v1/tags/{resourceArn}": "ListTagsForResource",
    "POST /v1/tags/{resourceArn}": "TagResource",
    "DELETE /v1/tags/{resourceArn}": "UntagResource",
  },
  elasticfilesystem: {
    "POST /2015-02-01/file-systems": "CreateFileSystem",
    "GET /2015-02-01/file-systems": "DescribeFileSystems",
    "PUT /2015-02-01/file-systems/{FileSystemId}": "UpdateFileSystem",
    "DELETE /2015-02-01/file-systems/{FileSystemId}": "DeleteFileSystem",
    "GET /2015-02-01/file-systems/{FileSystemId}/lifecycle-configuration": "DescribeLifecycleConfiguration",
    "PUT /2015-02-01/file-systems/{FileSystemId}/lifecycle-configuration": "PutLifecycleConfiguration",
    "POST /2015-02-01/mount-targets": "CreateMountTarget",
    "GET /2015-02-01/mount-targets": "DescribeMountTargets",
    "DELETE /2015-02-01/mount-targets/{MountTargetId}": "DeleteMountTarget",
    "GET /2015-02-01/mount-targets/{MountTargetId}/security-groups": "DescribeMountTargetSecurityGroups",
    "PUT /2015-02-01/mount-targets/{MountTargetId}/security-groups": "ModifyMountTargetSecurityGroups",
    "GET /2015-02-01/resource-tags/{ResourceId}": "ListTagsForResource",
    "POST /2015-02-01/resource-tags/{ResourceId}": "TagResource",
    "DELETE /2015-02-01/resource-tags/{ResourceId}": "UntagResource",
  },
};

/** The operation behind a method and a path, with the parameters that path and query hold. */
export function restOperation(
  service: string,
  method: string,
  url: string,
): { readonly operation?: string; readonly parameters: Parameters } {
  const { pathname, searchParams } = new URL(url, "http://rest");
  for (const [route, operation] of Object.entries(ROUTES[service] ?? {})) {
    // an ARN in a path has its slashes written as %2F
    const pattern = route.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const found = new RegExp(`^${pattern}$`).exec(`${method} ${pathname.replace(/\/$/, "")}`);
    if (!found) continue;
    const inPath = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { operation, parameters: { ...queryOf(searchParams), ...Object.fromEntries(inPath) } };
  }
  return { parameters: {} };
}

function queryOf(query: URLSearchParams): Parameters {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => [name, name === "tagKeys" ? query.getAll(name) : query.get(name)]),
  );
}
