/** What a thread tells the main one. `note` carries whatever that thread has to say beside its start and its end. */
export type FromThread<Ready, Note> =
  | { readonly kind: "ready"; readonly ready: Ready }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "note"; readonly note: Note }
  | { readonly kind: "log"; readonly level: "info" | "warn" | "error"; readonly message: string }
  | { readonly kind: "stopped" };
