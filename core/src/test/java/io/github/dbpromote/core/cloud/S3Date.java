package io.github.dbpromote.core.cloud;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Has S3's answers say that it is another time. What was stored keeps the one at which it was stored. */
final class S3Date implements ExecutionInterceptor {
    private final Supplier<Instant> time;

    S3Date(Supplier<Instant> time) {
        this.time = time;
    }

    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        SdkHttpResponse answer = context.httpResponse();
        return SdkHttpFullResponse.builder()
                .statusCode(answer.statusCode())
                .statusText(answer.statusText().orElse(null))
                .headers(answer.headers())
                .putHeader(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(time.get().atOffset(ZoneOffset.UTC)))
                .build();
    }
}
