package io.github.dbpromote.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the user has typed after {@code -D}, each {@code name=value}, beside the address of AWS. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Typed {
    String[] value();
}
