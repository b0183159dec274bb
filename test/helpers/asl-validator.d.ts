/** The package ships no declarations. */
declare module 'asl-validator' {
  interface AslValidation {
    readonly isValid: boolean;
    readonly errors: readonly { readonly 'Error code': string; readonly Message: string; readonly path?: string }[];
    errorsText(separator?: string): string;
  }
  export default function validate(definition: unknown, options?: Readonly<Record<string, boolean>>): AslValidation;
}
