/** A primitive of oslo.versionedobjects: its fields are below `nova_object.data`. */
type Parsed = Record<string, unknown>;

/** The image that a serialised nova.objects.Instance is to be booted from; undefined where it names none. */
export function imageOfBuildRequest(instance: string | null): string | undefined {
  return textIn(fieldsOf(parse(instance)), "image_ref");
}

/** The images that a serialised nova.objects.BlockDeviceMappingList makes volumes from. */
export function imagesOfBlockDevices(list: string | null): string[] {
  const objects = fieldsOf(parse(list))["objects"];
  if (!Array.isArray(objects)) return [];
  return objects.flatMap((device) => textIn(fieldsOf(device), "image_id") ?? []);
}

/** The image of a serialised nova.objects.RequestSpec: while a server is unshelved, the shelved one. */
export function imageOfRequestSpec(spec: string | null): string | undefined {
  return textIn(fieldsOf(fieldsOf(parse(spec))["image"]), "id");
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null") as unknown;
  } catch {
    return undefined;
  }
}

function fieldsOf(object: unknown): Parsed {
  const data = isObject(object) ? object["nova_object.data"] : undefined;
  return isObject(data) ? data : {};
}

function isObject(value: unknown): value is Parsed {
  return typeof value === "object" && value !== null;
}

function textIn(fields: Parsed, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
