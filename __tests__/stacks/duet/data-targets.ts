import { type Kind, letIn, type Place, type Target, type Targets, type Things } from "./target";

const OTHER_KEY = "9f8e7d6c-0000-4000-8000-0123456789ab";

/** Buckets, what is in them, and the keys that it is encrypted with. */
export function dataTargets(place: Place): Partial<Record<Kind, Things>> {
  return { ...s3(place), ...keys(place) };
}

function s3(place: Place) {
  const { partition, bucket, prefix, input } = place;
  const of = (resource: string): Target => ({ resource: `arn:${partition}:s3:::${resource}` });
  const ours = buckets(of, bucket, prefix);
  if (!input) return ours;
  // the other account lets us into the whole bucket: what remains closed, our own policies close
  const opened = (target: Target): Target => ({
    ...target,
    resourceAccount: input.account,
    resourcePolicy: letIn(place),
  });
  const read = buckets((resource) => opened(of(resource)), input.bucket, input.prefix);
  return {
    ...ours,
    "input bucket": read.bucket,
    "located input bucket": read["located bucket"],
    "input object": read.object,
  };
}

function buckets(of: (resource: string) => Target, bucket: string, prefix: string) {
  const listed = (name: string, lookup: string): Target => ({ ...of(name), context: { "s3:prefix": lookup } });
  const directory = prefix.replace(/\/$/, "");
  const key = `${prefix}nf-work/ab/0123456789/.command.run`;
  const others = { "another bucket": "production", "a bucket whose name begins like ours": `${bucket}-2` };
  const elsewhere = (make: (name: string) => Target): Targets =>
    Object.fromEntries(Object.entries(others).map(([title, name]) => [title, make(name)]));
  return {
    bucket: {
      // Nextflow looks a directory up by its key without the slash at the end
      ours: {
        "the directory itself": listed(bucket, directory),
        "what is in the directory": listed(bucket, prefix),
        "a directory below": listed(bucket, `${prefix}nf-work/ab`),
      },
      theirs: {
        ...elsewhere((name) => listed(name, `${prefix}nf-work/ab`)),
        ...(prefix && {
          "a prefix that begins like ours": listed(bucket, `${directory}-other/`),
          "another prefix": listed(bucket, "other/"),
          "every prefix": listed(bucket, ""),
          "no prefix at all": of(bucket),
        }),
      },
    },
    "located bucket": { ours: { "the system's": of(bucket) }, theirs: elsewhere(of) },
    object: {
      ours: { "one of a task": of(`${bucket}/${key}`), "one of the results": of(`${bucket}/${prefix}results/x.bam`) },
      theirs: {
        ...elsewhere((name) => of(`${name}/${key}`)),
        ...(prefix && {
          "one below a prefix that begins like ours": of(`${bucket}/${directory}-other/x.bam`),
          "one below another prefix": of(`${bucket}/other/x.bam`),
          "one at the root": of(`${bucket}/x.bam`),
        }),
      },
    },
  };
}

function keys(place: Place): Partial<Record<Kind, Things>> {
  const { region, kmsKey, input } = place;
  const viaS3 = (key: string | undefined): Things | undefined => {
    if (!key) return undefined;
    const [, , , where = region] = key.split(":");
    const suffix = place.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    const via = (service: string, resource = key): Target => ({
      resource,
      context: { "kms:ViaService": `${service}.${where}.${suffix}` },
      // as key policies are by default: the account decides
      resourcePolicy: letIn(place),
    });
    return {
      ours: { "through S3": via("s3") },
      theirs: {
        "through EC2": via("ec2"),
        "through Secrets Manager": via("secretsmanager"),
        "without a service in between": { ...via("s3"), context: {} },
        "another key through S3": via("s3", key.replace(/[^/]*$/, OTHER_KEY)),
        "a third account's through S3": via("s3", key.replace(/:\d{12}:/, ":777788889999:")),
      },
    };
  };
  return { key: viaS3(kmsKey), "input key": viaS3(input?.kmsKey) };
}
