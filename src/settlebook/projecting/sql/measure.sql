SELECT read.measure();
