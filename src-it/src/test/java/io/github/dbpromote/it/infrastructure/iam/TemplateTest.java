package io.github.dbpromote.it.infrastructure.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final RequestContext ROLE = new RequestContext(Map.of("aws:userid", List.of("AROA:ci")));

    @Test
    void wildcards_standForAnyCharacters_slashesToo() {
        assertThat(new Template("users/*/order.json").isLike("users/deployments/d-1/order.json", ROLE))
                .isTrue();
        assertThat(new Template("V?__*").isLike("V1__a", ROLE)).isTrue();
        assertThat(new Template("V?__*").isLike("V12__a", ROLE)).isFalse();
    }

    @Test
    void otherCharacters_standForThemselves() {
        assertThat(new Template("a.c").isLike("abc", ROLE)).isFalse();
        assertThat(new Template("a.c").isLike("A.C", ROLE)).isFalse();
        assertThat(new Template("a*c").equalsText("abc", ROLE)).isFalse();
        assertThat(new Template("a*c").equalsText("a*c", ROLE)).isTrue();
    }

    @Test
    void aVariable_isTheRequestsValue_whateverTheCaseOfItsName() {
        assertThat(new Template("requests/${AWS:UserId}/*").isLike("requests/AROA:ci/d-1.json", ROLE))
                .isTrue();
        assertThat(new Template("requests/${aws:userid}/*").isLike("requests/AROA:other/d-1.json", ROLE))
                .isFalse();
    }

    @Test
    void wildcardsInAValue_areMereCharacters() {
        RequestContext sly = new RequestContext(Map.of("aws:userid", List.of("AROA:*")));

        assertThat(new Template("requests/${aws:userid}/*").isLike("requests/AROA:other/d-1.json", sly))
                .isFalse();
    }

    @Test
    void aVariableWithoutValue_equalsNothing() {
        assertThat(new Template("home/${aws:username}").isLike("home/", ROLE)).isFalse();
        assertThat(new Template("home/${aws:username}*").isLike("home/${aws:username}", ROLE))
                .isFalse();
    }

    @Test
    void aVariableWithoutValue_mayHaveADefault() {
        assertThat(new Template("home/${aws:username, 'nobody'}").equalsText("home/nobody", ROLE))
                .isTrue();
        assertThat(new Template("${aws:userid, 'nobody'}").equalsText("AROA:ci", ROLE))
                .isTrue();
    }

    @Test
    void escapedCharacters_areNoWildcards() {
        assertThat(new Template("a${*}${?}${$}").isLike("a*?$", ROLE)).isTrue();
        assertThat(new Template("a${*}").isLike("ab", ROLE)).isFalse();
    }

    @Test
    void aVariableThatNobodyRecords_isAProblem() {
        assertThatThrownBy(() -> new Template("${aws:PrincipalTag/team}").isLike("a", ROLE))
                .isInstanceOf(PolicyProblem.class)
                .hasMessageContaining("aws:PrincipalTag/team");
    }

    @Test
    void partsOfAnArn_areComparedOneByOne() {
        assertThat(ArnTemplate.parse("arn:aws:ssm:*:*:document/a-*").isLike("arn:aws:ssm:eu:1:document/a-b", ROLE))
                .isTrue();
        assertThat(ArnTemplate.parse("arn:aws:s*:1:document/*:").isLike("arn:aws:ssm:eu:1:document/a:", ROLE))
                .as("a wildcard reaches over no colon")
                .isFalse();
        assertThat(ArnTemplate.parse("arn:aws:logs:eu:1:log-group:a:*")
                        .isLike("arn:aws:logs:eu:1:log-group:a:log-stream:b", ROLE))
                .as("but for the last part")
                .isTrue();
        assertThat(ArnTemplate.parse("arn:aws:ssm:eu:*:document/a").isLike("arn:aws:ssm:eu::document/a", ROLE))
                .as("also over nothing")
                .isTrue();
    }

    @Test
    void whatHasNoResource_isAllowedByAStarAlone() {
        assertThat(ArnTemplate.parse("*").isLike("*", ROLE)).isTrue();
        assertThat(ArnTemplate.parse("arn:aws:ssm:*:*:*").isLike("*", ROLE)).isFalse();
    }

    @Test
    void whatIsNoArn_isAProblem() {
        assertThatThrownBy(() -> ArnTemplate.parse("acme-bucket/*")).hasMessage("Not an ARN: acme-bucket/*");
        assertThatThrownBy(() -> ArnTemplate.parse("arn:aws:ssm:eu:${aws:PrincipalAccount}:document/a"))
                .hasMessageContaining("behind the fifth colon");
    }
}
