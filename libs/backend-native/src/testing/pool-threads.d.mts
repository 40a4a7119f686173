export declare function poolThreads(): number;
export declare const whyUncounted: string | undefined;
