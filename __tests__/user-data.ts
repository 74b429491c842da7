import type { Block } from "./synth";

/** What a launch template hands to an instance, in clear: the text inside of Terraform's `base64encode("…")`. */
export function userData(template: Block): string {
  const quoted = /^\$\{base64encode\((".*")\)\}$/s.exec(String(template.user_data))?.[1];
  if (!quoted) throw new Error(`user data must be encoded text, got ${template.user_data}`);
  // Terraform takes tabs in quotes, JSON does not
  return (JSON.parse(quoted.replaceAll("\t", "\\t")) as string).replaceAll("$${", "${").replaceAll("%%{", "%{");
}

/** The shell script in user data: the one part of its MIME archive. */
export function shellScript(template: Block): string {
  const text = userData(template);
  const boundary = /boundary="([^"]+)"/.exec(text)?.[1];
  const [, part = ""] = text.split(`--${boundary}`);
  return part.slice(part.indexOf("\n\n") + 2);
}
