/** The part of JSON Schema in which the manifest describes the settings. */
export interface SettingSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: SettingSchema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  /** False: no field but those of `properties`. */
  readonly additionalProperties?: boolean | SettingSchema;
  readonly required?: readonly string[];
  readonly oneOf?: readonly SettingSchema[];
}

/** The keywords that say what a value must be; a test holds the manifest against them. */
export const checkedKeywords: readonly string[] = [
  ...["type", "enum", "minimum", "maximum", "items", "minItems", "minLength"],
  ...["properties", "additionalProperties", "required", "oneOf"],
];

/** The first thing in a setting that cannot be as it is. */
export interface WrongValue {
  /** The fields that lead to it from the setting; empty for the setting itself. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** What may stand there; undefined where nothing may, since there is no such field. */
  readonly allowed: SettingSchema | undefined;
}

/** A list is right or wrong as a whole: the features that read one take it or leave it. */
export function findWrongValue(value: unknown, schema: SettingSchema): WrongValue | undefined {
  if (!isAllowed(value, schema)) {
    return { path: [], value, allowed: schema };
  }
  for (const [name, field] of isRecord(value) ? Object.entries(value) : []) {
    const allowed = fieldSchema(name, schema);
    const wrong =
      allowed === undefined ? { path: [], value: field, allowed } : findWrongValue(field, allowed);
    if (wrong !== undefined) {
      return { ...wrong, path: [name, ...wrong.path] };
    }
  }
  return undefined;
}

/** Undefined: no such field; an empty schema allows anything. */
function fieldSchema(name: string, schema: SettingSchema): SettingSchema | undefined {
  const own = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
  const others = schema.additionalProperties ?? true;
  return own ?? (others === true ? {} : others === false ? undefined : others);
}

/** Whether a value is right by itself, whatever its fields are. */
function isAllowed(value: unknown, schema: SettingSchema): boolean {
  const types = schema.type === undefined ? undefined : [schema.type].flat();
  return (
    (types === undefined || types.some((type) => isOfType(value, type))) &&
    (schema.enum === undefined || schema.enum.includes(value)) &&
    (schema.oneOf === undefined || schema.oneOf.some((choice) => isAllowed(value, choice))) &&
    (typeof value !== "number" || isInRange(value, schema)) &&
    (typeof value !== "string" || value.length >= (schema.minLength ?? 0)) &&
    (!Array.isArray(value) || isAllowedList(value, schema)) &&
    (!isRecord(value) || (schema.required ?? []).every((name) => Object.hasOwn(value, name)))
  );
}

function isInRange(value: number, { minimum = -Infinity, maximum = Infinity }: SettingSchema): boolean {
  return value >= minimum && value <= maximum;
}

function isAllowedList(list: readonly unknown[], { minItems = 0, items = {} }: SettingSchema): boolean {
  return list.length >= minItems && list.every((item) => findWrongValue(item, items) === undefined);
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isRecord(value);
    default:
      return typeof value === type;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
