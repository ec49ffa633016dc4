package io.rowcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.BatchKey;
import org.junit.jupiter.api.Test;

class PlacesTest {

    @Test
    void plainIdsStandInThePath() {
        assertThat(place("0197-abc_D.e~f:g@h=i+j,k")).isEqualTo("/batches/users/0197-abc_D.e~f:g@h=i+j,k");
    }

    @Test
    void idsThatAPathWouldChangeStandInAParameter() {
        assertThat(place("a/b")).isEqualTo("/batches/users?id=a%2Fb");
        assertThat(place("..")).isEqualTo("/batches/users?id=..");
        assertThat(place(".")).isEqualTo("/batches/users?id=.");
        assertThat(place("a;b")).isEqualTo("/batches/users?id=a%3Bb");
        assertThat(place("100%")).isEqualTo("/batches/users?id=100%25");
        assertThat(place("é \uD83D\uDE00")).isEqualTo("/batches/users?id=%C3%A9+%F0%9F%98%80");
    }

    private static String place(String batchId) {
        return Places.of(new BatchKey("users", batchId)).toString();
    }
}
