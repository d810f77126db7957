export type Draft = [name: string, value: string][];

const SECRET = ['csrfmiddlewaretoken', 'version'];

/** What was typed into a form, without secrets, files and the record's version. */
export function read(form: HTMLFormElement): Draft {
  return [...new FormData(form)].filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && !SECRET.includes(entry[0]) && !isPassword(form, entry[0]),
  );
}

/** Puts a draft back; fields that no longer exist are passed over. True when anything differed. */
export function fill(form: HTMLFormElement, draft: Draft): boolean {
  const before = JSON.stringify(read(form));
  const left = new Map<string, string[]>();
  for (const [name, value] of draft) left.set(name, [...(left.get(name) ?? []), value]);
  for (const control of form.elements) put(control, left);
  return JSON.stringify(read(form)) !== before;
}

function put(control: Element, left: Map<string, string[]>): void {
  if (control instanceof HTMLSelectElement && control.multiple) return;
  const known =
    control instanceof HTMLInputElement ||
    control instanceof HTMLTextAreaElement ||
    control instanceof HTMLSelectElement;
  if (!known || SECRET.includes(control.name) || ['password', 'file', 'submit'].includes(control.type))
    return;
  const values = left.get(control.name);
  if (control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type)) {
    control.checked = values?.includes(control.value) ?? false;
  } else if (values?.length) control.value = values.shift() ?? '';
}

function isPassword(form: HTMLFormElement, name: string): boolean {
  const control = form.elements.namedItem(name);
  return control instanceof HTMLInputElement && control.type === 'password';
}
