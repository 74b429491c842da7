import { type Catalogue, needsOf, on, onAnything } from "../need";

const need = needsOf(
  "ssm",
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html",
);

/** Parameters: their values are in the configuration, so that deleting one loses nothing. */
export const SSM: Catalogue = {
  aws_ssm_parameter: (parameter, { aws }) => {
    const type = parameter.named("type");
    if (type !== "String" && type !== "StringList")
      throw new Error(
        `'type' of ${parameter.address} must be String or StringList, got ${type}: a plan would read the secret`,
      );
    const target = on(aws.arn("ssm", `parameter/${parameter.named("name").replace(/^\//, "")}`));
    return [
      need(
        "plan",
        "FindParameters",
        "DescribeParameters",
        onAnything("DescribeParameters searches, and takes no parameter"),
      ),
      need("plan", "ReadParameters", "GetParameter ListTagsForResource", target),
      need("apply", "ManageParameters", "PutParameter DeleteParameter AddTagsToResource", target),
      need("apply", "ManageParameters", "RemoveTagsFromResource", target, "day-2 operation"),
    ];
  },

  "data.aws_ssm_parameter": (parameter, { aws: { partition, region } }) => {
    const name = parameter.named("name");
    if (!name.startsWith("/aws/service/"))
      throw new Error(`'name' of ${parameter.address} must be one that AWS publishes, /aws/service/…, got ${name}`);
    return [
      need("plan", "ReadParametersOfAws", "GetParameter", {
        resources: [`arn:${partition}:ssm:${region}:*:parameter${name}`],
        because: "what AWS publishes stands in no account, and nobody else can have a name that begins with /aws/",
      }),
    ];
  },
};
