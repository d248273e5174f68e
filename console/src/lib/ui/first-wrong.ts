/** Where the keys go once a form was sent that is not right: to the first field that is marked as wrong. */
export function toFirstWrong(form: EventTarget | null | undefined): void {
  if (!(form instanceof HTMLFormElement)) return;
  // Once the marks are there.
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
