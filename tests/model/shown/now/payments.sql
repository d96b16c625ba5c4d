-- Of each payment: applied, unapplied, refunded.
SELECT paymentNumber, appliedAmount, unappliedAmount, refundAmount FROM Payment;
