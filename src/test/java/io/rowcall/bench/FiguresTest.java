package io.rowcall.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void medianOfAnOddNumberIsTheOneInTheMiddle() {
        assertThat(Figures.of(9, 1, 2).median()).isEqualTo(2);
    }

    @Test
    void medianOfAnEvenNumberLiesHalfwayBetweenTheTwoInTheMiddle() {
        assertThat(Figures.of(4, 1, 2, 9).median()).isEqualTo(3);
    }

    @Test
    void percentileIsTheLeastFigureThatSoManyPercentAreNotAbove() {
        Figures hundred = Figures.of(
                IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray());

        assertThat(hundred.percentile(99)).isEqualTo(99);
        assertThat(hundred.percentile(50)).isEqualTo(50);
        assertThat(hundred.percentile(100)).isEqualTo(100);
        assertThat(hundred.percentile(0)).isEqualTo(1);
    }

    @Test
    void percentileOfFewFiguresIsTheGreatest() {
        assertThat(Figures.of(5, 7, 6).percentile(99)).isEqualTo(7);
    }

    @Test
    void leastAndMostAreTheEnds() {
        Figures figures = Figures.of(3, 1, 2);

        assertThat(figures.least()).isEqualTo(1);
        assertThat(figures.most()).isEqualTo(3);
    }

    @Test
    void noFiguresAreRefused() {
        assertThatThrownBy(Figures::of).isInstanceOf(IllegalArgumentException.class);
    }
}
